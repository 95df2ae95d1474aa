package dev.allclear.deliver.smtp;

import dev.allclear.config.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Takes the password out of what others say, in the forms in which it was sent. Immutable and thread-safe. */
final class Cleaner {
    private final List<String> forms;

    Cleaner(@Nullable String username, Secret password) {
        String text = password.reveal();
        String user = Objects.requireNonNullElse(username, "");
        forms = text.isEmpty()
                ? List.of()
                : Stream.of("\0" + user + "\0" + text, text)
                        .flatMap(form -> Stream.of(base64(form), form))
                        .toList();
    }

    /** As one line, without the password. */
    String clean(String said) {
        String text = said;
        for (String form : forms) {
            text = text.replace(form, "***");
        }
        return text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
