package dev.allclear.config;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * Text in base64, as strict and as lenient as Proxmox: the standard alphabet, padding complete, partial or absent, no
 * blanks, no bits left over, and UTF-8 inside. Source: observed behaviour of proxmox-notify 1.0.3.
 */
final class Base64Text {
    private Base64Text() {}

    /** The text, or empty when {@code encoded} is no such thing. */
    static Optional<String> decode(String encoded) {
        int end = encoded.length();
        while (end > 0 && encoded.charAt(end - 1) == '=') {
            end--;
        }
        String digits = encoded.substring(0, end);
        if (encoded.length() - end > (4 - end % 4) % 4) {
            return Optional.empty();
        }
        try {
            byte[] bytes = Base64.getDecoder().decode(digits);
            boolean exact =
                    Base64.getEncoder().withoutPadding().encodeToString(bytes).equals(digits);
            return exact
                    ? Optional.of(StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(bytes))
                            .toString())
                    : Optional.empty();
        } catch (IllegalArgumentException | CharacterCodingException malformed) {
            return Optional.empty();
        }
    }
}
