package dev.allclear.watch.http;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * An answer read from its beginning to its end, without ever being held as a whole. Keys may come in any order; unknown ones
 * are skipped. Not thread-safe.
 */
public final class JsonBody {
    /** Closing is left to the caller: closing an HTTP body reads on to its end, which may never come. */
    private static final JsonFactory JSON =
            JsonFactory.builder().disable(StreamReadFeature.AUTO_CLOSE_SOURCE).build();

    private final JsonParser parser;
    private String name = "";

    private JsonBody(JsonParser parser) {
        this.parser = parser;
    }

    /**
     * Decodes a whole answer, an object with {@code data} and maybe more.
     *
     * @throws JacksonException if it is no JSON, breaks off, or cannot be read
     */
    static <T> T read(InputStream in, Decoder<T> decoder) throws UnreadableException {
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), in)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw new UnreadableException("there is nothing in it");
            }
            if (first != JsonToken.START_OBJECT) {
                throw new UnreadableException("it is no JSON object");
            }
            T value = decoder.decode(new JsonBody(parser));
            if (parser.nextToken() != null) {
                throw new UnreadableException("there is more behind its end");
            }
            return value;
        }
    }

    /** An answer of which only {@code data} counts, which must be there. */
    public static <T> Decoder<T> data(Decoder<T> decoder) {
        return body -> {
            @Nullable T value = null;
            while (body.field()) {
                if (body.name().equals("data") && !body.isNull()) {
                    value = decoder.decode(body);
                } else {
                    body.skip();
                }
            }
            if (value == null) {
                throw new UnreadableException("'data' is missing or null");
            }
            return value;
        };
    }

    /** An answer whose {@code data} is a list of objects. */
    public static <R> Decoder<List<R>> rows(Set<String> wanted, RowDecoder<R> decoder) {
        return data(body -> {
            List<R> rows = new ArrayList<>();
            body.list();
            while (body.item()) {
                R row = decoder.decode(body.row("a row of 'data'", wanted));
                if (row != null) {
                    rows.add(row);
                }
            }
            return rows;
        });
    }

    /** Makes something of a row. */
    @FunctionalInterface
    public interface RowDecoder<R> {
        /** The value of this row; null leaves it out. */
        @Nullable
        R decode(Row row) throws UnreadableException;
    }

    /** Goes to the value of the next field of the current object; false at its end. */
    public boolean field() throws UnreadableException {
        JsonToken token = parser.nextToken();
        if (token == JsonToken.PROPERTY_NAME) {
            name = parser.currentName();
            parser.nextToken();
            return true;
        }
        if (token == null) {
            throw new UnreadableException("it breaks off");
        }
        return false;
    }

    /** The name of the field that {@link #field} went to last. */
    public String name() {
        return name;
    }

    /** Enters the object that it stands on. */
    public void object() throws UnreadableException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw new UnreadableException("'" + name + "' is no object");
        }
    }

    /** Enters the list that it stands on. */
    public void list() throws UnreadableException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw new UnreadableException("'" + name + "' is no list");
        }
    }

    /** Goes to the next element of the list; false at its end. */
    public boolean item() throws UnreadableException {
        JsonToken token = parser.nextToken();
        if (token == null) {
            throw new UnreadableException("it breaks off");
        }
        return token != JsonToken.END_ARRAY;
    }

    /** Whether it stands on null. */
    public boolean isNull() {
        return parser.currentToken() == JsonToken.VALUE_NULL;
    }

    /** Whether it stands on an object. */
    public boolean isObject() {
        return parser.currentToken() == JsonToken.START_OBJECT;
    }

    /** Whether it stands on a list. */
    public boolean isList() {
        return parser.currentToken() == JsonToken.START_ARRAY;
    }

    /** The text of the plain value that it stands on: true is {@code 1}; null for null, and for a list or object, which is skipped. */
    public @Nullable String scalar() {
        return switch (parser.currentToken()) {
            case VALUE_STRING, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getString();
            case VALUE_TRUE -> "1";
            case VALUE_FALSE -> "0";
            default -> {
                parser.skipChildren();
                yield null;
            }
        };
    }

    /** The whole number that it stands on, or {@code otherwise} for null. */
    public long number(long otherwise) throws UnreadableException {
        String text = scalar();
        return text == null ? otherwise : Row.number(name, text);
    }

    /** The switch that it stands on; {@code otherwise} for null. */
    public boolean flag(boolean otherwise) throws UnreadableException {
        String text = scalar();
        return text == null ? otherwise : Row.flag(name, text);
    }

    /** Leaves the value that it stands on unread. */
    public void skip() {
        parser.skipChildren();
    }

    /**
     * Reads the object that it stands on.
     *
     * @param what what it is, for messages
     * @param wanted the fields that are kept
     */
    public Row row(String what, Set<String> wanted) throws UnreadableException {
        if (!isObject()) {
            throw new UnreadableException(what + " is no object");
        }
        Map<String, String> values = new HashMap<>();
        while (field()) {
            String value = wanted.contains(name) ? scalar() : null;
            if (value != null) {
                values.put(name, value);
            } else {
                skip();
            }
        }
        return new Row(what, values);
    }
}
