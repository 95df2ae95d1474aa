package dev.allclear.cli.setup;

import dev.allclear.cli.setup.HookText.Language;
import dev.allclear.cli.setup.HookText.Line;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A vzdump hook script, understood by its text and never run: what it pushes, where to, and at which of vzdump's phases.
 * Immutable and thread-safe. Source of the phases: PVE 6 to 9.2, {@code PVE/VZDump.pm}.
 */
public final class HookScript {
    /** The phases of a job, and those of each guest. */
    private static final List<String> PHASES = List.of(
            "job-init",
            "job-start",
            "job-end",
            "job-abort",
            "backup-start",
            "backup-end",
            "backup-abort",
            "pre-stop",
            "pre-restart",
            "post-restart",
            "log-end");

    private static final Pattern CALL =
            Pattern.compile("(?:^|[\\s;&|({`'\"/])(curl|wget)\\s+[^=]|requests\\.(get|post|put)\\("
                    + "|urlopen\\(|->(get|post|request)\\(|LWP::Simple|httpx\\.(get|post)\\(");
    private static final Pattern FUNCTION =
            Pattern.compile("^\\s*(?:function\\s+([\\w-]+)|([\\w-]+)\\s*\\(\\)|sub\\s+(\\w+)|def\\s+(\\w+)\\s*\\()");
    private static final Pattern ARGUMENT =
            Pattern.compile("\\$\\{?[1@*](?!\\d)|\\$ARGV|@ARGV|\\bshift\\b|sys\\.argv|argparse");

    /** What a backup looks like to who believes the hook. */
    public enum Says {
        /** It pushes at {@code job-end}, whatever became of the guests. */
        AT_JOB_END,
        /** It waits for a status that vzdump never gives. */
        NEVER,
        /** It pushes after every guest. */
        AFTER_EACH_GUEST
    }

    /**
     * A command that pushes.
     *
     * @param line the command
     * @param phase the phase whose name stands nearest before it; empty when none does
     * @param phaseLine where that stands; 0 when none does
     */
    record Call(Line line, String phase, int phaseLine) {}

    private final HookText text;
    private final List<Call> calls;
    private final Optional<PushPlace> place;

    private HookScript(HookText text) {
        this.text = text;
        this.calls = calls(text);
        this.place = text.lines().stream()
                .map(line -> PushPlace.in(line.meaning()))
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** Reads a script's text. Never throws. */
    public static HookScript of(String fileName, String text) {
        return new HookScript(HookText.of(fileName, text));
    }

    /** Reads a script; what is no UTF-8 in it does not matter. */
    public static HookScript read(Path file) throws IOException {
        return of(file.getFileName().toString(), new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
    }

    /** Whether it looks at what vzdump hands over. Otherwise it is something else, or pushes at every phase. */
    public boolean isHook() {
        return text.lines().stream().anyMatch(line -> phase(line.code()).isPresent())
                || (!calls.isEmpty()
                        && text.lines().stream()
                                .anyMatch(line -> ARGUMENT.matcher(line.code()).find()));
    }

    /** Where it pushes to; empty when no push URL can be read from it. */
    public Optional<PushPlace> place() {
        return place;
    }

    /** Scheme and host of what it asks for when that is no push URL of a known monitor; empty when it asks for nothing. */
    public Optional<String> elsewhere() {
        return calls.stream()
                .map(call -> PushPlace.anyUrl(call.line().meaning()))
                .flatMap(Optional::stream)
                .findFirst()
                .map(PushPlace::masked);
    }

    /** Whether it calls something that pushes. */
    public boolean pushes() {
        return !calls.isEmpty();
    }

    /** What it says of a run. */
    public Says says() {
        if (HookFaults.waitsForStatus(this)) {
            return Says.NEVER;
        }
        boolean perGuest = !calls.isEmpty()
                && calls.stream()
                        .allMatch(call -> call.phase().startsWith("backup-")
                                || call.phase().equals("log-end"));
        return perGuest ? Says.AFTER_EACH_GUEST : Says.AT_JOB_END;
    }

    /** What it gets wrong, by line. */
    public List<HookFault> faults() {
        return HookFaults.of(this);
    }

    /** {@code bash script that names job-start and job-end}. */
    public String describe() {
        String language = text.language() == Language.OTHER
                ? "script"
                : text.language().name().charAt(0)
                        + text.language().name().substring(1).toLowerCase(java.util.Locale.ROOT) + " script";
        TreeSet<String> named = text.lines().stream()
                .flatMap(line -> PHASES.stream().filter(phase -> names(line.code(), phase)))
                .collect(Collectors.toCollection(TreeSet::new));
        return language + (named.isEmpty() ? " that names no phase" : " that looks at " + String.join(", ", named));
    }

    HookText text() {
        return text;
    }

    List<Call> calls() {
        return calls;
    }

    boolean looksAt(String phase) {
        return text.lines().stream().anyMatch(line -> names(line.code(), phase));
    }

    private static boolean names(String code, String phase) {
        return code.matches(".*(?<![\\w-])" + phase + "(?![\\w-]).*");
    }

    private static Optional<String> phase(String code) {
        return PHASES.stream().filter(phase -> names(code, phase)).findFirst();
    }

    private static List<Call> calls(HookText text) {
        List<Call> calls = new ArrayList<>();
        List<Line> lines = text.lines();
        for (int i = 0; i < lines.size(); i++) {
            Line line = lines.get(i);
            if (CALL.matcher(line.code()).find() && !line.code().matches("^\\s*(?:use|import|from)\\s.*")) {
                calls.add(called(lines, i));
            }
        }
        return calls;
    }

    /** The phase of a command in a function is that of the function's caller. */
    private static Call called(List<Line> lines, int at) {
        for (int i = at; i >= 0; i--) {
            Matcher function = FUNCTION.matcher(lines.get(i).code());
            if (function.find() && (i == at || indent(lines.get(i)) < indent(lines.get(at)))) {
                String name =
                        Arrays.asList(function.group(1), function.group(2), function.group(3), function.group(4))
                                .stream()
                                .filter(group -> group != null)
                                .findFirst()
                                .orElse("");
                for (int caller = 0; caller < lines.size(); caller++) {
                    if (caller != i && lines.get(caller).code().matches(".*(?<![\\w-])" + name + "(?![\\w-]).*")) {
                        Call call = near(lines, caller, lines.get(at));
                        if (!call.phase().isEmpty()) {
                            return call;
                        }
                    }
                }
            }
        }
        return near(lines, at, lines.get(at));
    }

    private static int indent(Line line) {
        return line.code().length() - line.code().stripLeading().length();
    }

    private static Call near(List<Line> lines, int at, Line command) {
        for (int i = at; i >= 0; i--) {
            Optional<String> phase = phase(lines.get(i).code());
            if (phase.isPresent()) {
                return new Call(command, phase.get(), lines.get(i).number());
            }
        }
        return new Call(command, "", 0);
    }
}
