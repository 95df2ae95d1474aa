package dev.allclear.cli.setup;

import dev.allclear.cli.setup.HookScript.Call;
import dev.allclear.cli.setup.HookText.Language;
import dev.allclear.cli.setup.HookText.Line;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What hook scripts get wrong about vzdump. Source: {@code PVE/VZDump.pm} of PVE 6 to 9.2 and runs recorded there. What they
 * get wrong about the request itself is in {@link CallFaults}.
 */
final class HookFaults {
    private static final Pattern SECOND = Pattern.compile("(\\w+)=[\"']?\\$\\{?2(?!\\d)|\\$(\\w+)\\s*=\\s*\\$ARGV\\[1]"
            + "|(\\w+)\\s*=\\s*sys\\.argv\\[2]|\\(\\s*\\$\\w+\\s*,\\s*\\$(\\w+)[^)]*\\)\\s*=\\s*@ARGV"
            + "|\\w+\\s*,\\s*(\\w+)\\s*=\\s*sys\\.argv\\[1:");
    private static final String IS_OK = "[}\"']*\\s*(?:=~|==?|eq|!=|ne)\\s*[\"']?(?i:ok|success|successful)\\b";
    private static final Pattern JOINED_OK =
            Pattern.compile("\\$\\{?1}?[:_\\s-]*\\$\\{?2|job-end[:_\\s-]+(?i:ok|success)\\b");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{?([A-Za-z_]\\w*)");
    private static final Pattern FROM_ENVIRONMENT =
            Pattern.compile("\\$ENV\\{['\"]?(\\w+)|os\\.environ(?:\\.get\\(|\\[)\\s*['\"](\\w+)|getenv\\(['\"](\\w+)");
    /** What vzdump sets, and what shells set themselves. */
    private static final Set<String> KNOWN = Set.of(
            "STOREID",
            "DUMPDIR",
            "VMTYPE",
            "HOSTNAME",
            "TARGET",
            "TARFILE",
            "LOGFILE",
            "LC_ALL",
            "IFS",
            "PWD",
            "OLDPWD",
            "RANDOM",
            "SECONDS",
            "LINENO",
            "BASH_SOURCE",
            "FUNCNAME",
            "EUID",
            "UID",
            "PPID",
            "OPTARG",
            "OPTIND",
            "ENV",
            "ARGV",
            "BASH_REMATCH",
            "PIPESTATUS",
            "REPLY",
            "EPOCHSECONDS");

    private final HookScript script;
    private final List<HookFault> faults = new ArrayList<>();

    private HookFaults(HookScript script) {
        this.script = script;
    }

    static List<HookFault> of(HookScript script) {
        HookFaults all = new HookFaults(script);
        all.status();
        all.phases();
        all.environment();
        if (script.pushes()) {
            CallFaults.add(script, all.faults);
            all.cluster();
        }
        all.faults.sort(
                Comparator.comparing((HookFault fault) -> fault.line() == 0).thenComparing(HookFault::line));
        return all.faults.stream().distinct().toList();
    }

    /** Whether it pushes only when vzdump says OK, which it never does. */
    static boolean waitsForStatus(HookScript script) {
        return statusLines(script).findAny().isPresent();
    }

    private static java.util.stream.Stream<Line> statusLines(HookScript script) {
        Set<String> second = new LinkedHashSet<>(List.of("\\$\\{?2(?::-[^}]*)?", "\\$ARGV\\[1]", "sys\\.argv\\[2]"));
        for (Line line : script.text().lines()) {
            Matcher alias = SECOND.matcher(line.code());
            while (alias.find()) {
                for (int group = 1; group <= alias.groupCount(); group++) {
                    if (alias.group(group) != null) {
                        second.add("\\$?\\{?\\b" + alias.group(group) + "(?::-[^}]*)?");
                    }
                }
            }
        }
        Pattern test = Pattern.compile("(?:" + String.join("|", second) + ")" + IS_OK);
        return script.text().lines().stream()
                .filter(line -> test.matcher(line.code()).find()
                        || (script.text().language() == Language.SHELL
                                && JOINED_OK.matcher(line.code()).find()
                                && line.code().matches(".*(?i)\\bok\\b.*")));
    }

    private void status() {
        statusLines(script)
                .forEach(line -> add(
                        line.number(),
                        "`job-end` is called without any status, so this is never true and the hook never pushes (for a"
                                + " guest the second argument is the backup mode)"));
    }

    private void phases() {
        for (Call call : script.calls()) {
            int where = call.phaseLine() > 0 ? call.phaseLine() : call.line().number();
            switch (call.phase()) {
                case "" ->
                    add(
                            call.line().number(),
                            "pushes whatever the phase is: already at job-init, before anything is backed up");
                case "job-end" -> jobEnd(where);
                case "backup-end", "log-end", "post-restart" ->
                    add(
                            where,
                            "`" + call.phase()
                                    + "` is called for each guest: the push after the first one already says that"
                                    + " all is well, also when the others fail"
                                    + (call.phase().equals("log-end")
                                            ? "; and log-end is called for guests that failed, too"
                                            : ""));
                case "job-init", "job-start", "backup-start", "pre-stop", "pre-restart" ->
                    add(where, "`" + call.phase() + "` is called before the work is done: a push then proves nothing");
                default -> {
                    // job-abort and backup-abort are called because something went wrong.
                }
            }
        }
    }

    private void jobEnd(int line) {
        if (!waitsForStatus(script) && !script.looksAt("backup-abort")) {
            add(line, "`job-end` is called also when guests failed, so this pushes although backups are missing");
        }
    }

    private void environment() {
        for (Line line : script.text().lines()) {
            Matcher environment = FROM_ENVIRONMENT.matcher(line.code());
            while (environment.find()) {
                for (int group = 1; group <= environment.groupCount(); group++) {
                    if (environment.group(group) != null) {
                        unset(line, environment.group(group));
                    }
                }
            }
        }
        if (script.text().language() == Language.SHELL) {
            shellVariables();
        }
    }

    private void shellVariables() {
        String all = script.text().lines().stream().map(Line::code).collect(Collectors.joining("\n"));
        boolean sources =
                Pattern.compile("(?m)^\\s*(?:\\.|source)\\s+\\S").matcher(all).find();
        Set<String> told = new LinkedHashSet<>();
        for (Line line : script.text().lines()) {
            Matcher variable = VARIABLE.matcher(line.code().replaceAll("'[^']*'", ""));
            while (variable.find()) {
                String name = variable.group(1);
                boolean given = Pattern.compile(
                                "(?m)(?:^|[\\s;(])" + name + "\\+?=|\\b(?:for|read)\\b[^\\n]*\\b" + name + "\\b")
                        .matcher(all)
                        .find();
                if (!given && !sources && name.equals(name.toUpperCase(java.util.Locale.ROOT)) && told.add(name)) {
                    unset(line, name);
                }
            }
        }
    }

    private void unset(Line line, String name) {
        if (!KNOWN.contains(name)) {
            add(
                    line.number(),
                    name.equals("PATH") || name.equals("HOME")
                            ? "vzdump empties the environment: " + name + " is not set in a hook"
                            : "nothing in the script sets " + name
                                    + ", and vzdump empties the environment of its hooks: it is empty here");
        }
    }

    private void cluster() {
        add(
                0,
                "no hook is called when the lock or the storage cannot be had, when the task is killed or the power fails,"
                        + " and on a node without guests of the job");
        add(
                0,
                "vzdump calls the hook on each node by itself: it knows nothing of the job's other nodes, nor of a guest"
                        + " that no node backed up");
    }

    private void add(int line, String text) {
        faults.add(new HookFault(line, text));
    }
}
