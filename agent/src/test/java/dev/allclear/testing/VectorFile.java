package dev.allclear.testing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Files of measured inputs and answers: a JSON array of objects, as maps, lists, strings, longs, booleans and nulls. */
public final class VectorFile {
    private VectorFile() {}

    /**
     * One input and its answer.
     *
     * @param origin {@code recorded} for those of the test resources, otherwise their directory
     */
    public record Vector(String origin, Map<String, @Nullable Object> data) {
        public String text(String key) {
            return (String) Objects.requireNonNull(data.get(key), key);
        }

        @Override
        public String toString() {
            return origin + " " + data.get("id");
        }
    }

    /** The vectors of the test resources, and of every directory named by {@code -Dallclear.vectors=DIR[:DIR…]}. */
    public static List<Vector> all(String file) throws IOException {
        List<Vector> all = new ArrayList<>();
        try (InputStream in = Objects.requireNonNull(
                VectorFile.class.getResourceAsStream("/vectors/" + file), "missing test resource")) {
            read(in).forEach(data -> all.add(new Vector("recorded", data)));
        }
        for (String directory : System.getProperty("allclear.vectors", "").split(":", -1)) {
            Path path = Path.of(directory, file);
            if (!directory.isBlank() && Files.exists(path)) {
                try (InputStream in = Files.newInputStream(path)) {
                    read(in).forEach(data -> all.add(new Vector(directory, data)));
                }
            }
        }
        return all;
    }

    @SuppressWarnings("unchecked") // An array of objects, by definition of the vectors.
    private static List<Map<String, @Nullable Object>> read(InputStream in) {
        try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), in)) {
            parser.nextToken();
            return (List<Map<String, @Nullable Object>>) Objects.requireNonNull(value(parser));
        }
    }

    private static @Nullable Object value(JsonParser parser) {
        JsonToken token = parser.currentToken();
        return switch (token) {
            case START_ARRAY -> array(parser);
            case START_OBJECT -> object(parser);
            case VALUE_TRUE, VALUE_FALSE -> token == JsonToken.VALUE_TRUE;
            case VALUE_NUMBER_INT -> parser.getLongValue();
            case VALUE_NULL -> null;
            case VALUE_STRING -> parser.getString();
            default -> throw new IllegalStateException("unexpected " + token);
        };
    }

    private static List<@Nullable Object> array(JsonParser parser) {
        List<@Nullable Object> list = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            list.add(value(parser));
        }
        return list;
    }

    private static Map<String, @Nullable Object> object(JsonParser parser) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            parser.nextToken();
            map.put(key, value(parser));
        }
        return map;
    }
}
