package dev.allclear.watch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Reads files of which it is known that they are small, as a whole. */
final class SmallFile {
    /** pmxcfs allows 1 MiB per file; its list of guests is a line of 60 bytes for each. */
    private static final int LARGEST = 4 << 20;

    private static final JsonFactory JSON = new JsonFactory();

    private SmallFile() {}

    /** All bytes of a plain file; also of one whose size is not known before it was read, as pmxcfs has them. */
    static byte[] read(Path file) throws IOException {
        if (!Files.isRegularFile(file) && Files.exists(file)) {
            throw new IOException("it is not a plain file");
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw new IOException("it is larger than 4 MiB");
            }
            return bytes;
        }
    }

    /**
     * The keys of a JSON object. Numbers are kept as their digits, since Perl writes the same value as either; lists mean
     * nothing and are left out, like what is not set.
     *
     * @return empty if it is JSON, but no object
     * @throws JacksonException if it is no JSON
     */
    static Map<String, Object> object(byte[] json) {
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), json)) {
            return parser.nextToken() == JsonToken.START_OBJECT ? object(parser) : Map.of();
        }
    }

    private static Map<String, Object> object(JsonParser parser) {
        Map<String, Object> fields = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (value == JsonToken.START_OBJECT) {
                fields.put(name, object(parser));
            } else if (value == JsonToken.START_ARRAY) {
                parser.skipChildren();
            } else if (value != null && value != JsonToken.VALUE_NULL) {
                fields.put(name, parser.getString());
            }
        }
        return fields;
    }

    /** An object inside another; empty when there is none of this name. */
    @SuppressWarnings("unchecked") // Whatever is a map here was made by object.
    static Map<String, Object> object(Map<String, Object> in, String name) {
        return in.get(name) instanceof Map<?, ?> object ? (Map<String, Object>) object : Map.of();
    }

    /** A text or number inside an object, as text; null when there is none of this name. */
    static @Nullable String text(Map<String, Object> in, String name) {
        return in.get(name) instanceof String text ? text : null;
    }
}
