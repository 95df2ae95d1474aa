package dev.allclear.deliver.kuma;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * The JSON that Kuma answers a push with: {@code {"ok":true}} or {@code {"ok":false,"msg":"…"}}. Read strictly, for it is the
 * only proof of a beat: one object and nothing after it, {@code ok} once and on the first level.
 *
 * @param ok null when it is not there, not a boolean, or there twice
 * @param msg null when there is none
 */
record PushResult(@Nullable Boolean ok, @Nullable String msg) {
    private static final JsonFactory JSON = new JsonFactory();

    /** Null when this is no JSON object. */
    static @Nullable PushResult read(String body) {
        String text = body.startsWith("\uFEFF") ? body.substring(1) : body;
        try (JsonParser in = JSON.createParser(ObjectReadContext.empty(), text)) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                return null;
            }
            Boolean ok = null;
            String msg = null;
            int seen = 0;
            while (in.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = in.currentName();
                JsonToken value = in.nextToken();
                if ("ok".equals(name)) {
                    seen++;
                    ok = value == JsonToken.VALUE_TRUE
                            ? Boolean.TRUE
                            : value == JsonToken.VALUE_FALSE ? Boolean.FALSE : null;
                } else if ("msg".equals(name) && value == JsonToken.VALUE_STRING) {
                    msg = in.getString();
                }
                in.skipChildren();
            }
            return in.nextToken() == null ? new PushResult(seen == 1 ? ok : null, msg) : null;
        } catch (JacksonException e) {
            return null;
        }
    }
}
