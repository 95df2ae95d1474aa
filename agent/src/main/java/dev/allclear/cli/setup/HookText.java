package dev.allclear.cli.setup;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The lines of a script without its comments, with its variables replaced by what they hold. Immutable and thread-safe. */
final class HookText {
    private static final Pattern SHELL_VALUE = Pattern.compile(
            "^\\s*(?:(?:export|local|readonly|declare(?:\\s+-\\w+)?)\\s+)?([A-Za-z_]\\w*)=(\"[^\"]*\"|'[^']*'|[^\\s;#'\"]*)");
    private static final Pattern PERL_VALUE =
            Pattern.compile("\\$([A-Za-z_]\\w*)\\s*=\\s*(\"[^\"]*\"|'[^']*'|\\$ENV\\{[^}]*})\\s*;");
    private static final Pattern PYTHON_VALUE =
            Pattern.compile("^\\s*([A-Za-z_]\\w*)\\s*=\\s*[rbuf]?(\"[^\"]*\"|'[^']*')\\s*(?:#.*)?$");
    private static final Pattern JOINED = Pattern.compile("[\"']\\s*[+.]\\s*[rbuf]?[\"']");
    private static final Pattern WITH_DEFAULT = Pattern.compile("\\$\\{(\\w+):?[-=]([^}]*)}");

    /** Deeper than people nest variables; and the end of one that names itself. */
    private static final int DEPTH = 4;

    /** A line longer than this is data, not a command. */
    private static final int LONGEST = 4000;

    /** The language of a script. */
    enum Language {
        SHELL,
        PERL,
        PYTHON,
        OTHER
    }

    /**
     * One command: a line, with those that continue it.
     *
     * @param number of its first line, from 1
     * @param code as written
     * @param meaning with variables replaced as far as they are known
     */
    record Line(int number, String code, String meaning) {}

    private final Language language;
    private final List<Line> lines;
    private final Map<String, String> values;

    private HookText(Language language, List<Line> lines, Map<String, String> values) {
        this.language = language;
        this.lines = List.copyOf(lines);
        this.values = values;
    }

    static HookText of(String fileName, String text) {
        String[] raw = text.replace("\r\n", "\n").split("\n", -1);
        Language language = language(fileName, raw[0]);
        List<Line> commands = commands(language, raw);
        Map<String, String> values = values(language, commands);
        List<Line> lines = commands.stream()
                .map(line -> new Line(line.number(), line.code(), expand(language, line.code(), values)))
                .toList();
        return new HookText(language, lines, values);
    }

    Language language() {
        return language;
    }

    List<Line> lines() {
        return lines;
    }

    /** What a variable holds; empty when the script gives it no value that can be seen. */
    Optional<String> value(String variable) {
        return Optional.ofNullable(values.get(variable)).map(value -> expand(language, value, values));
    }

    private static Language language(String fileName, String first) {
        String name = first.startsWith("#!") ? first : fileName;
        if (name.contains("python") || name.endsWith(".py")) {
            return Language.PYTHON;
        }
        if (name.contains("perl") || name.endsWith(".pl")) {
            return Language.PERL;
        }
        return name.matches("#!.*\\b(ba|da|z|k|a)?sh\\b.*") || name.endsWith("sh") ? Language.SHELL : Language.OTHER;
    }

    private static List<Line> commands(Language language, String[] raw) {
        List<Line> commands = new ArrayList<>();
        for (int i = 0; i < raw.length; i++) {
            int first = i;
            StringBuilder code = new StringBuilder(raw[i]);
            if (raw[i].strip().startsWith("#") || raw[i].length() > LONGEST) {
                continue;
            }
            while (i + 1 < raw.length && i - first < 20 && goesOn(language, code)) {
                if (code.charAt(code.length() - 1) == '\\') {
                    code.setLength(code.length() - 1);
                }
                code.append(' ').append(raw[++i].strip());
            }
            if (!code.toString().isBlank()) {
                commands.add(new Line(first + 1, code.toString(), ""));
            }
        }
        return commands;
    }

    private static boolean goesOn(Language language, StringBuilder code) {
        if (code.length() > 0 && code.charAt(code.length() - 1) == '\\') {
            return true;
        }
        return (language == Language.PYTHON || language == Language.PERL)
                && code.chars().filter(c -> c == '(').count()
                        > code.chars().filter(c -> c == ')').count();
    }

    private static Map<String, String> values(Language language, List<Line> commands) {
        Pattern assignment = switch (language) {
            case PERL -> PERL_VALUE;
            case PYTHON -> PYTHON_VALUE;
            default -> SHELL_VALUE;
        };
        Map<String, String> values = new LinkedHashMap<>();
        for (Line line : commands) {
            Matcher found = assignment.matcher(line.code());
            if (found.find()) {
                values.putIfAbsent(found.group(1), unquoted(found.group(2)));
            }
        }
        return values;
    }

    private static String unquoted(String text) {
        boolean quoted = text.length() > 1 && (text.startsWith("\"") || text.startsWith("'"));
        return quoted ? text.substring(1, text.length() - 1) : text;
    }

    private static String expand(Language language, String code, Map<String, String> values) {
        String text = code;
        for (int depth = 0; depth < DEPTH; depth++) {
            String before = text;
            text = WITH_DEFAULT
                    .matcher(text)
                    .replaceAll(found -> Matcher.quoteReplacement(values.getOrDefault(found.group(1), found.group(2))));
            for (Map.Entry<String, String> value : values.entrySet()) {
                text = replace(language, text, value.getKey(), value.getValue());
            }
            text = language == Language.SHELL ? text : JOINED.matcher(text).replaceAll("");
            if (text.equals(before) || text.length() > 2 * LONGEST) {
                break;
            }
        }
        return text;
    }

    private static String replace(Language language, String text, String name, String value) {
        if (value.contains("$" + name) || value.contains("{" + name + "}")) {
            return text;
        }
        String with = Matcher.quoteReplacement(value);
        if (language != Language.PYTHON) {
            return text.contains(name)
                    ? text.replaceAll("\\$\\{" + name + "}|\\$" + name + "(?!\\w)(?!\\s*=[^=~])", with)
                    : text;
        }
        String quoted = Matcher.quoteReplacement('"' + value + '"');
        return text.replace("{" + name + "}", value)
                .replaceAll("(?<![\\w\"'.])" + name + "(?=\\s*\\+)", quoted)
                .replaceAll("(?<=\\+ ?)" + name + "(?!\\w)", quoted);
    }
}
