package dev.allclear.it.receiver;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A mail as it was delivered. Immutable.
 *
 * @param raw everything, a character for each byte
 */
public record Mail(String raw) {

    /** A header's values, unfolded, in order. */
    public List<String> headers(String name) {
        String start = name.toLowerCase(Locale.ROOT) + ":";
        return head().replaceAll("\n[ \t]+", " ")
                .lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
                .map(line -> line.substring(start.length()).strip())
                .toList();
    }

    /** The first value of a header, or the empty string. */
    public String header(String name) {
        return headers(name).stream().findFirst().orElse("");
    }

    private String head() {
        return raw.substring(0, Math.max(0, raw.indexOf("\n\n")));
    }

    /** What is behind the headers. */
    public String body() {
        return raw.substring(raw.indexOf("\n\n") + 2);
    }

    /** The part of this type, decoded; empty if there is none. */
    public String part(String type) {
        String content = header("Content-Type");
        if (!content.contains("boundary=")) {
            return body();
        }
        String boundary = content.replaceFirst(".*boundary=\"?([^\";]+).*", "$1");
        Optional<Mail> part = Arrays.stream(body().split("--" + Pattern.quote(boundary) + "(?:--)?\n", -1))
                .map(Mail::new)
                .filter(each -> each.header("Content-Type").startsWith(type))
                .findFirst();
        return part.map(Mail::decoded).orElse("");
    }

    private String decoded() {
        byte[] bytes = header("Content-Transfer-Encoding").equals("base64")
                ? Base64.getMimeDecoder().decode(body())
                : body().getBytes(StandardCharsets.ISO_8859_1);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
