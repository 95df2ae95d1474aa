package dev.allclear.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The text beside a push, with placeholders such as {@code {{job}}}. */
public final class MsgTemplate {
    /** The words that may stand between the braces. */
    public static final List<String> PLACEHOLDERS =
            List.of("job", "heartbeat", "guests", "total", "duration", "warnings", "node", "excluded", "summary");

    private static final String OPEN = "{{";
    private static final String CLOSE = "}}";

    static final ValueKind KIND = MsgTemplate::fault;

    private MsgTemplate() {}

    /**
     * The template with its placeholders filled in, in one pass: what is filled in is not looked at again.
     *
     * @param values by placeholder; one without a value becomes nothing
     */
    public static String render(String template, Map<String, String> values) {
        StringBuilder text = new StringBuilder();
        int at = 0;
        for (int open = template.indexOf(OPEN); open >= 0; open = template.indexOf(OPEN, at)) {
            int close = template.indexOf(CLOSE, open);
            if (close < 0) {
                break;
            }
            text.append(template, at, open);
            text.append(values.getOrDefault(template.substring(open + 2, close).strip(), ""));
            at = close + 2;
        }
        return text.append(template, at, template.length()).toString();
    }

    private static Optional<ValueKind.Fault> fault(String template) {
        String all = "possible are {{" + String.join("}}, {{", PLACEHOLDERS) + "}}";
        int at = 0;
        for (int open = template.indexOf(OPEN); open >= 0; open = template.indexOf(OPEN, at)) {
            int close = template.indexOf(CLOSE, open);
            if (close < 0) {
                return Optional.of(new ValueKind.Fault("opens '{{' and does not close it", all));
            }
            String word = template.substring(open + 2, close).strip();
            if (!PLACEHOLDERS.contains(word)) {
                String instead = Spelling.nearest(word, PLACEHOLDERS)
                        .map(near -> "did you mean '{{" + near + "}}'?")
                        .orElse(all);
                return Optional.of(new ValueKind.Fault("has an unknown placeholder" + Spelling.echo(word), instead));
            }
            at = close + 2;
        }
        return Optional.empty();
    }
}
