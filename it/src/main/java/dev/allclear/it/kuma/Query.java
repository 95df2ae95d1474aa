package dev.allclear.it.kuma;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A query string as Express reads it: a name that is there twice becomes an array. */
final class Query {
    private final Map<String, List<String>> values = new HashMap<>();

    Query(String raw) {
        for (String parameter : raw.split("&", -1)) {
            if (!parameter.isEmpty()) {
                String[] parts = parameter.split("=", 2);
                String name = decode(parts[0]);
                boolean array = name.endsWith("[]");
                List<String> all = values.computeIfAbsent(
                        array ? name.substring(0, name.length() - 2) : name, any -> new ArrayList<>());
                all.add(parts.length > 1 ? decode(parts[1]) : "");
                if (array && all.size() == 1) {
                    all.add("");
                }
            }
        }
    }

    /** Every value of the parameter; more than one stands for an array. */
    List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    /** A plus is a blank, and an invalid escape stays as it is. */
    static String decode(String raw) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] in = raw.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < in.length; i++) {
            int high = i + 2 < in.length ? Character.digit(in[i + 1], 16) : -1;
            int low = i + 2 < in.length ? Character.digit(in[i + 2], 16) : -1;
            if (in[i] == '%' && high >= 0 && low >= 0) {
                out.write((high << 4) | low);
                i += 2;
            } else {
                out.write(in[i] == '+' ? ' ' : in[i]);
            }
        }
        String decoded = out.toString(StandardCharsets.UTF_8);
        return decoded.indexOf('\uFFFD') >= 0 && !raw.contains("%EF%BF%BD") ? raw : decoded;
    }
}
