package dev.allclear.cli.setup;

import dev.allclear.cli.setup.HookScript.Call;
import dev.allclear.cli.setup.HookText.Language;
import dev.allclear.cli.setup.HookText.Line;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What hook scripts get wrong about the request that pushes. Source: curl 7.88 and wget 1.21 against Uptime Kuma 1.23 and 2.5.
 */
final class CallFaults {
    private static final Pattern POST = Pattern.compile(
            "-X\\s*['\"]?POST|--request[ =]['\"]?POST|(?:^|\\s)(?:-d|--data\\S*)[ =]|--post-data|(?:\\.|->)post\\(|method=['\"]POST");
    private static final Pattern UNQUOTED =
            Pattern.compile("(?:https?://|\\$\\{?[A-Za-z_]\\w*}?)[^\\s\"';|]*[?&=][^\\s\"';|]*&(?![&>])\\w");
    private static final Pattern TWICE = Pattern.compile("\\?[^\\s\"']*\\?|[?&](status|msg|ping)=[^\\s\"']*[?&]\\1=");

    private final HookScript script;
    private final List<HookFault> faults;

    private CallFaults(HookScript script, List<HookFault> faults) {
        this.script = script;
        this.faults = faults;
    }

    static void add(HookScript script, List<HookFault> faults) {
        CallFaults all = new CallFaults(script, faults);
        script.calls().forEach(all::look);
    }

    private void look(Call call) {
        Line line = call.line();
        boolean kuma = script.place().map(place -> place.kind().equals("kuma")).orElse(false);
        if (kuma) {
            kuma(line);
        }
        if (script.text().language() == Language.SHELL && unquoted(line.code())) {
            add(
                    line,
                    "the URL is not in quotes: the shell ends the command at the first `&`, and what follows is lost");
        }
        if (isTool(line, "curl")) {
            curl(line);
        } else if (isTool(line, "wget")) {
            if (!line.code().matches(".*(--timeout|\\s-T|-\\w*T\\s?\\d).*")) {
                add(line, hangs("wget without --timeout waits 15 minutes, twenty times over"));
            }
        } else if (script.text().language() == Language.PYTHON && !line.code().contains("timeout")) {
            add(line, hangs("without timeout= Python waits for ever"));
        }
        if (failsTheJob(line)) {
            add(
                    line,
                    "a push that fails ends the hook with an error, and vzdump then ends the good backup with TASK ERROR:"
                            + " Kuma being away breaks the backup");
        }
    }

    private void kuma(Line line) {
        if (POST.matcher(line.code()).find()) {
            add(line, "POST: Kuma 1.x answers 404; 2.x reads the parameters in the URL only, never a body");
        }
        if (TWICE.matcher(line.meaning()).find()) {
            add(
                    line,
                    "the URL as copied has status, msg and ping already: appended once more, Kuma stores the message"
                            + " [object Object], and a second status as DOWN, with HTTP 200");
        }
    }

    private void curl(Line line) {
        String code = line.code();
        if (!hasOption(code, 'f', "--fail")) {
            add(line, "curl without --fail: a refused push (404: wrong token, paused monitor) goes unnoticed");
        }
        if (!hasOption(code, 'L', "--location")) {
            add(line, "curl ends well on a redirect (http to https), and no beat arrives");
        }
        if (!hasOption(code, 'm', "--max-time")) {
            add(line, hangs("curl without --max-time waits for ever"));
        }
    }

    private static String hangs(String how) {
        return how + ": a Kuma that hangs blocks the backup, since vzdump waits for its hook";
    }

    private boolean failsTheJob(Line line) {
        String code = line.code();
        if (code.contains("||")
                || code.matches(".*\\bif\\b.*|.*\\b(timeout \\d+ )?nohup\\b.*")
                || code.strip().endsWith("&")) {
            return false;
        }
        if (script.text().language() == Language.PYTHON) {
            return script.text().lines().stream()
                    .noneMatch(other -> other.code().strip().startsWith("try:"));
        }
        if (script.text().language() != Language.SHELL) {
            return false;
        }
        boolean strict = script.text().lines().stream()
                .anyMatch(other -> other.code().matches("\\s*set\\s+-\\w*e.*")
                        || other.code().matches("#!.*\\s-\\w*e.*"));
        return strict || isLast(line);
    }

    /** The exit code of a script is that of its last command; closing words are none. */
    private boolean isLast(Line line) {
        return script.text().lines().stream()
                .filter(other -> other.number() > line.number())
                .allMatch(other -> other.code().strip().matches("fi;?|done;?|esac;?|;;|}|\\*\\)\\s*;;"));
    }

    private static boolean isTool(Line line, String tool) {
        return line.code().matches(".*(?<![\\w-])" + tool + "\\s.*");
    }

    private static boolean unquoted(String code) {
        StringBuilder bare = new StringBuilder();
        char quote = 0;
        for (int i = 0; i < code.length(); i++) {
            char c = code.charAt(i);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
                bare.append('"');
            } else if (c == '"' || c == '\'') {
                quote = c;
                bare.append('"');
            } else {
                bare.append(c);
            }
        }
        Matcher found = UNQUOTED.matcher(bare);
        return found.find();
    }

    private static boolean hasOption(String code, char letter, String word) {
        return code.contains(word)
                || Pattern.compile("(?:^|\\s)-[A-Za-z]*" + letter).matcher(code).find();
    }

    private void add(Line line, String text) {
        faults.add(new HookFault(line.number(), text));
    }
}
