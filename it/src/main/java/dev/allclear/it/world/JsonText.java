package dev.allclear.it.world;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** JSON as the agent prints it, as maps, lists, strings, longs, doubles and booleans; a null is left out. */
public final class JsonText {
    private static final JsonFactory FACTORY = JsonFactory.builder().build();

    private JsonText() {}

    /** The one object that the text is. */
    @SuppressWarnings("unchecked") // JSON keys are strings
    public static Map<String, Object> object(String text) {
        return (Map<String, Object>) value(text);
    }

    /** The one array that the text is. */
    @SuppressWarnings("unchecked") // whatever is in it is an object
    public static List<Object> array(String text) {
        return (List<Object>) value(text);
    }

    /** One object for each line. */
    public static List<Map<String, Object>> lines(String text) {
        return text.lines()
                .filter(line -> !line.isBlank())
                .map(JsonText::object)
                .toList();
    }

    private static Object value(String text) {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            parser.nextToken();
            Object value = value(parser);
            if (value == null) {
                throw new IllegalArgumentException("Neither an object nor an array: " + text);
            }
            return value;
        }
    }

    private static @Nullable Object value(JsonParser parser) {
        return switch (parser.currentToken()) {
            case START_OBJECT -> {
                Map<String, Object> map = new LinkedHashMap<>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String key = parser.currentName();
                    parser.nextToken();
                    Object value = value(parser);
                    if (value != null) {
                        map.put(key, value);
                    }
                }
                yield map;
            }
            case START_ARRAY -> {
                List<Object> list = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    Object value = value(parser);
                    if (value != null) {
                        list.add(value);
                    }
                }
                yield list;
            }
            case VALUE_NUMBER_INT -> parser.getLongValue();
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> parser.getString();
        };
    }
}
