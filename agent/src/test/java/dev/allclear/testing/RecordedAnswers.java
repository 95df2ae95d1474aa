package dev.allclear.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Answers of real Proxmox APIs, by who asked and for what. */
public final class RecordedAnswers {
    private final List<Answer> answers = new ArrayList<>();

    /**
     * One answer.
     *
     * @param as who asked, or in which case it was recorded
     * @param url what was asked for
     */
    public record Answer(String as, String url, int status, String reason, Map<String, String> headers, String body) {}

    /** @param resource {@code pve-answers.json} or {@code pbs-answers.json} */
    public RecordedAnswers(String resource) {
        try (InputStream in =
                Objects.requireNonNull(RecordedAnswers.class.getResourceAsStream("/api/" + resource), resource)) {
            for (Object entry : (List<?>) Json.read(in.readAllBytes())) {
                Map<?, ?> map = (Map<?, ?>) entry;
                Map<String, String> headers = new TreeMap<>();
                ((Map<?, ?>) Objects.requireNonNull(map.get("headers")))
                        .forEach((key, value) -> headers.put("" + key, "" + value));
                answers.add(new Answer(
                        "" + map.get("as"),
                        "" + map.get("url"),
                        Integer.parseInt("" + map.get("status")),
                        "" + map.get("reason"),
                        headers,
                        "" + map.get("body")));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first answer to {@code as} whose URL ends like this. */
    public Answer of(String as, String url) {
        return answers.stream()
                .filter(answer -> answer.as().equals(as) && answer.url().endsWith(url))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no answer to " + as + " for " + url));
    }
}
