package dev.allclear.ledger;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Several texts in one, each on a line of its own. A text may quote a log, and so hold anything. */
final class Lines {
    private static final Pattern ESCAPE = Pattern.compile("\\\\[n\\\\]");

    private Lines() {}

    static String join(List<String> texts) {
        return texts.stream()
                .map(text -> text.replace("\\", "\\\\").replace("\n", "\\n"))
                .collect(Collectors.joining("\n"));
    }

    static List<String> split(String text) {
        return text.isEmpty()
                ? List.of()
                : Arrays.stream(text.split("\n", -1)).map(Lines::unescape).toList();
    }

    private static String unescape(String line) {
        return ESCAPE.matcher(line).replaceAll(found -> found.group().equals("\\n") ? "\n" : "\\\\");
    }
}
