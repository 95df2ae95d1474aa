package dev.allclear.watch.pve;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** PVE takes the bytes of a task log for characters and encodes them again, so that an ü arrives as two characters. */
final class DoubleEncoding {
    private DoubleEncoding() {}

    /** The text as it is in the log; unchanged if it cannot have been encoded twice. */
    static String repair(String text) {
        boolean ascii = true;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c > 0xFF) {
                return text;
            }
            ascii &= c < 0x80;
        }
        if (ascii) {
            return text;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)))
                    .toString();
        } catch (CharacterCodingException e) {
            return text;
        }
    }
}
