package dev.allclear.daemon.journal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** Reads what comes to journald's socket, as systemd's page "Native Journal Protocol" describes it. */
final class NativeProtocol {
    private NativeProtocol() {}

    static Map<String, String> fields(byte[] entry) {
        Map<String, String> fields = new TreeMap<>();
        ByteBuffer rest = ByteBuffer.wrap(entry).order(ByteOrder.LITTLE_ENDIAN);
        while (rest.hasRemaining()) {
            String line = line(rest);
            int equals = line.indexOf('=');
            if (equals >= 0) {
                fields.put(line.substring(0, equals), line.substring(equals + 1));
            } else {
                byte[] value = new byte[Math.toIntExact(rest.getLong())];
                rest.get(value);
                rest.get();
                fields.put(line, new String(value, StandardCharsets.UTF_8));
            }
        }
        return fields;
    }

    private static String line(ByteBuffer rest) {
        int start = rest.position();
        while (rest.get() != '\n') {}
        byte[] line = new byte[rest.position() - 1 - start];
        rest.get(start, line);
        return new String(line, StandardCharsets.UTF_8);
    }
}
