package dev.allclear.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One type of stanza.
 *
 * @param id what its name may look like
 * @param keys by name, in the order in which messages list them
 */
record StanzaType(String name, ValueKind id, Map<String, StanzaKey> keys) {

    /** The same with further keys; one of the same name takes the place of the earlier. */
    StanzaType with(StanzaKey... more) {
        Map<String, StanzaKey> all = new LinkedHashMap<>(keys);
        for (StanzaKey key : more) {
            all.put(key.name(), key);
        }
        return new StanzaType(name, id, Collections.unmodifiableMap(all));
    }

    static StanzaType of(String name, ValueKind id, StanzaKey... keys) {
        Map<String, StanzaKey> byName = new LinkedHashMap<>();
        for (StanzaKey key : keys) {
            byName.put(key.name(), key);
        }
        return new StanzaType(name, id, Collections.unmodifiableMap(byName));
    }
}
