package dev.allclear.config;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * One stanza of a section-config file, checked against its schema. Immutable and thread-safe.
 *
 * @param type the word before the colon of its header
 * @param id the name behind the colon
 * @param line the line of the header
 * @param entries by key; a key that may be repeated keeps all its values in file order
 */
public record Section(String type, String id, int line, SortedMap<String, List<Entry>> entries) {

    /**
     * One value.
     *
     * @param line where it stands
     * @param text the value; switches as {@code true} or {@code false}, whole numbers in plain decimal
     */
    public record Entry(int line, String text) {
        /** The line only: the text may be a secret. */
        @Override
        public String toString() {
            return "line " + line;
        }
    }

    /** The value of a key that is written at most once. */
    public Optional<String> value(String key) {
        return values(key).stream().findFirst();
    }

    /** All values of a key, in file order; empty when it is absent. */
    public List<String> values(String key) {
        return entries.getOrDefault(key, List.of()).stream().map(Entry::text).toList();
    }

    /** The line of a key's first value, or of the header when it is absent. */
    public int line(String key) {
        return entries.containsKey(key) ? entries.get(key).get(0).line() : line;
    }

    /** Type and name only: values may be secrets. */
    @Override
    public String toString() {
        return type + ": " + id;
    }
}
