package dev.allclear.deliver.ntfy;

import dev.allclear.deliver.NoticeText;
import dev.allclear.deliver.json.JsonText;
import dev.allclear.event.Severity;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A message for ntfy in its JSON form, which takes every language. Pure. Source: the manual of ntfy, "Publish as JSON". */
final class NtfyBody {
    /** A longer one would become an attachment, which many servers do not take. */
    static final int LIMIT = 4096;

    private static final int TITLE_LIMIT = 250;

    private NtfyBody() {}

    static String of(String topic, String title, String text, Severity severity, String type) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("topic", topic);
        body.put("title", NoticeText.line(title, TITLE_LIMIT));
        String message = NoticeText.cut(text.strip(), LIMIT);
        body.put("message", message.isEmpty() ? NoticeText.line(title, TITLE_LIMIT) : message);
        body.put("priority", priority(severity));
        body.put("tags", type.isEmpty() ? List.of(picture(severity)) : List.of(picture(severity), type));
        return JsonText.of(body);
    }

    /** From 1 to 5; 3 is the usual one, 5 interrupts. */
    static int priority(Severity severity) {
        return switch (severity) {
            case INFO -> 2;
            case NOTICE, UNKNOWN -> 3;
            case WARNING -> 4;
            case ERROR -> 5;
        };
    }

    /** A tag that ntfy shows as a picture. */
    private static String picture(Severity severity) {
        return switch (severity) {
            case INFO -> "white_check_mark";
            case NOTICE -> "information_source";
            case UNKNOWN -> "envelope";
            case WARNING -> "warning";
            case ERROR -> "rotating_light";
        };
    }
}
