package dev.allclear.deliver.mail;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A mail as it came, cut into headers and body; one character for each byte. Immutable and thread-safe.
 *
 * @param headers in their order, values as written, folded ones with LF and the blank behind it
 * @param body as it is
 */
record ForwardedMail(List<Header> headers, String body) {
    /** Which host has sent it before. */
    static final String MARK = "X-Allclear-Forwarded";

    private static final Pattern NAME = Pattern.compile("[!-9;-~]+");
    /** Without these the body cannot be read. */
    private static final List<String> CONTENT = List.of("mime-version", "content-type", "content-transfer-encoding");
    /** Replaced by ours, and kept under another name. */
    private static final List<String> ORIGINAL = List.of("from", "date", "message-id");

    /** One header. */
    record Header(String name, String value) {}

    /** Cuts a mail. The body begins behind the first empty line, or with the first line that is no header. */
    static ForwardedMail read(String mail) {
        String text = withoutEnvelope(mail);
        List<Header> headers = new ArrayList<>();
        int from = 0;
        while (from < text.length()) {
            int end = text.indexOf('\n', from);
            int next = end < 0 ? text.length() : end + 1;
            String line = text.substring(from, end < 0 ? next : end);
            if (line.isEmpty() || line.equals("\r")) {
                from = next;
                break;
            }
            if (!header(headers, clean(line))) {
                break;
            }
            from = next;
        }
        return new ForwardedMail(List.copyOf(headers), text.substring(from));
    }

    /** Postfix hands a mail to a program with mbox's line "From SENDER DATE" in front, which is no part of it. */
    static String withoutEnvelope(String mail) {
        int end = mail.indexOf('\n');
        return mail.startsWith("From ") && end >= 0 ? mail.substring(end + 1) : mail;
    }

    private static boolean header(List<Header> headers, String line) {
        if (line.charAt(0) == ' ' || line.charAt(0) == '\t') {
            if (headers.isEmpty()) {
                return false;
            }
            if (!line.isBlank()) {
                Header last = headers.remove(headers.size() - 1);
                headers.add(new Header(last.name(), last.value() + "\n" + line));
            }
            return true;
        }
        int colon = line.indexOf(':');
        if (colon < 0 || !NAME.matcher(line.substring(0, colon).stripTrailing()).matches()) {
            return false;
        }
        headers.add(new Header(
                line.substring(0, colon).stripTrailing(),
                line.substring(colon + 1).strip()));
        return true;
    }

    /** A CR alone would be a line's end to some servers. */
    private static String clean(String line) {
        String bare = line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
        return bare.replace('\r', ' ').replace('\0', ' ');
    }

    List<String> values(String name) {
        return headers.stream()
                .filter(header -> header.name().equalsIgnoreCase(name))
                .map(Header::value)
                .toList();
    }

    /** The headers of the content as they are, and where it came from under names of their own. */
    String keptHeaders() {
        StringBuilder kept = new StringBuilder();
        for (Header header : headers) {
            String name = header.name().toLowerCase(Locale.ROOT);
            if (CONTENT.contains(name)) {
                kept.append(header.name()).append(": ").append(header.value()).append('\n');
            } else if (ORIGINAL.contains(name)) {
                kept.append("X-Original-")
                        .append(header.name())
                        .append(": ")
                        .append(header.value())
                        .append('\n');
            }
        }
        return kept.toString();
    }
}
