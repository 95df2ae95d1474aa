package dev.allclear.deliver.gotify;

import dev.allclear.deliver.NoticeText;
import dev.allclear.deliver.json.JsonText;
import dev.allclear.event.Severity;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A message for Gotify, as Proxmox makes it: the text as a block of code in Markdown. Unlike there, the fence is longer than any
 * row of backticks in the text, so that nothing in a log ends it. Pure. Source: proxmox-notify, endpoints/gotify.rs.
 */
final class GotifyBody {
    /** Gotify has no limit of its own. The digest of the largest message must fit, so that nothing is missing in it. */
    static final int LIMIT = 512 * 1024;

    private static final int TITLE_LIMIT = 250;

    private GotifyBody() {}

    static String of(String title, String text, Severity severity) {
        String message = NoticeText.cut(text, LIMIT).stripTrailing();
        String fence = "`".repeat(Math.max(3, longestRow(message) + 1));
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("title", NoticeText.line(title, TITLE_LIMIT));
        body.put("message", fence + "\n" + message + "\n" + fence);
        body.put("priority", priority(severity));
        body.put("extras", Map.of("client::display", Map.of("contentType", "text/markdown")));
        return JsonText.of(body);
    }

    /** Proxmox's: from 4 on Android makes a sound, from 8 it interrupts. */
    static int priority(Severity severity) {
        return switch (severity) {
            case INFO -> 1;
            case NOTICE, UNKNOWN -> 3;
            case WARNING -> 5;
            case ERROR -> 9;
        };
    }

    private static int longestRow(String text) {
        int longest = 0;
        int row = 0;
        for (int i = 0; i < text.length(); i++) {
            row = text.charAt(i) == '`' ? row + 1 : 0;
            longest = Math.max(longest, row);
        }
        return longest;
    }
}
