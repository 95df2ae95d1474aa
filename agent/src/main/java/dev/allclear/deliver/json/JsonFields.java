package dev.allclear.deliver.json;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** The members of a JSON object that are texts, numbers or booleans, as texts. Pure. */
public final class JsonFields {
    private JsonFields() {}

    /** Empty when it is not one whole JSON object. */
    public static Optional<Map<String, String>> read(String json) {
        Map<String, String> fields = new LinkedHashMap<>();
        try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = parser.currentName();
                JsonToken token = parser.nextToken();
                if (token != null && token.isScalarValue() && token != JsonToken.VALUE_NULL) {
                    fields.put(name, parser.getString());
                }
                parser.skipChildren();
            }
            return parser.nextToken() == null ? Optional.of(fields) : Optional.empty();
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }
}
