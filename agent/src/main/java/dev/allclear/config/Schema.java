package dev.allclear.config;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** What a section-config file may contain, as data. Immutable and thread-safe. */
public final class Schema {

    private static final Pattern ENTITY = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{1,31}");

    /** Names of targets, matchers and of our own stanzas (proxmox-notify 1.0.3). */
    static final ValueKind ENTITY_NAME = ValueKind.where(
            value -> ENTITY.matcher(value).matches(),
            "is not a possible name",
            "write 2 to 32 letters, digits, '_', '-' or '.', and begin with a letter, a digit or '_'");

    private final Map<String, StanzaType> types = new LinkedHashMap<>();
    private final boolean ours;

    private Schema(boolean ours, Collection<StanzaType> types) {
        this.ours = ours;
        types.forEach(type -> this.types.put(type.name(), type));
    }

    /** A file of Proxmox: no comments, one space of names for all types, a repeated name replaces the earlier stanza. */
    static Schema ofProxmox(Collection<StanzaType> types) {
        return new Schema(false, types);
    }

    /** A file of allclear: {@code #} lines are comments, each type has its own names, a repeated name is a fault. */
    static Schema ofAllclear(Collection<StanzaType> types) {
        return new Schema(true, types);
    }

    boolean comments() {
        return ours;
    }

    boolean repeatedNamesAreFaults() {
        return ours;
    }

    /** What makes a stanza the same as another. */
    String identity(String type, String id) {
        return ours ? type + ":" + id : id;
    }

    Map<String, StanzaType> types() {
        return Collections.unmodifiableMap(types);
    }
}
