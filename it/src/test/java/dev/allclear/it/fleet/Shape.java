package dev.allclear.it.fleet;

import dev.allclear.it.world.JsonText;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** What an answer is made of: keys and types, whatever the values; the kinds of rows, however many. */
final class Shape {
    private Shape() {}

    /** Of a body; one that is no JSON is its own shape. */
    static String of(String body) {
        return body.startsWith("{") ? shape(JsonText.object(body)) : body;
    }

    static String shape(Object value) {
        if (value instanceof Map<?, ?> map) {
            TreeMap<String, String> keys = new TreeMap<>();
            map.forEach((key, inner) -> keys.put((String) key, shape(inner)));
            return keys.toString();
        }
        if (value instanceof List<?> list) {
            TreeSet<String> kinds = new TreeSet<>();
            list.forEach(item -> kinds.add(shape(item)));
            return kinds.toString();
        }
        return value instanceof Number ? "number" : value instanceof Boolean ? "boolean" : "text";
    }
}
