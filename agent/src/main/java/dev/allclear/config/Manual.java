package dev.allclear.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A text for administrators, of which both the pages of the manual and the help on the terminal are made. Immutable and
 * thread-safe.
 *
 * <p>Its source is a resource: {@code == TITLE} begins a part, {@code @types A, B} says which stanzas it is about, {@code @key
 * HEAD} begins an item; {@code @default}, {@code @without} and {@code @example} belong to the item. Each other line is a
 * paragraph, and one that begins with a tab is to be shown as it is. What stands between backticks is to be typed so.
 *
 * @param parts in the order in which to show them
 */
public record Manual(List<Part> parts) {

    /**
     * One part.
     *
     * @param types the types of stanzas whose keys the items are; empty if it is not about keys
     * @param text what stands above the items, by paragraphs
     */
    public record Part(String title, List<String> types, List<String> text, List<Item> items) {}

    /**
     * One key, file, signal and so on.
     *
     * @param head its name, and behind a blank what may stand behind it
     * @param standard the value that counts without the key; null when there is none
     * @param without in words what happens without the key; null when that needs no words
     * @param example a value; empty if the item is no key
     */
    public record Item(
            String head,
            @Nullable String standard,
            @Nullable String without,
            String example,
            List<String> text,
            Set<Trait> traits) {

        /** The name alone. */
        public String name() {
            int blank = head.indexOf(' ');
            return blank < 0 ? head : head.substring(0, blank);
        }

        /** What may stand behind the name. */
        public String value() {
            int blank = head.indexOf(' ');
            return blank < 0 ? "" : head.substring(blank + 1);
        }

        Item with(Set<Trait> known) {
            return new Item(head, standard, without, example, text, known);
        }
    }

    /** What the program itself knows of a key. */
    public enum Trait {
        /** The stanza cannot be used without it. */
        NEEDED,
        /** It may be written several times. */
        REPEATABLE,
        /** It may stand in the private file. */
        SECRET
    }

    public Manual {
        parts = List.copyOf(parts);
    }

    /**
     * Reads a resource.
     *
     * @param beside a class of the same package
     */
    public static Manual read(Class<?> beside, String name) {
        try (InputStream in = Objects.requireNonNull(beside.getResourceAsStream(name), name)) {
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Manual parse(String source) {
        List<Part> parts = new ArrayList<>();
        List<Item> items = new ArrayList<>();
        List<String> text = new ArrayList<>();
        for (String line : (Iterable<String>) source.lines()::iterator) {
            String rest = line.substring(line.indexOf(' ') + 1);
            if (line.startsWith("== ")) {
                items = new ArrayList<>();
                text = new ArrayList<>();
                parts.add(new Part(rest, List.of(), text, items));
            } else if (line.startsWith("@types ")) {
                Part part = parts.remove(parts.size() - 1);
                parts.add(new Part(part.title, List.of(rest.split(", ", -1)), text, items));
            } else if (line.startsWith("@key ")) {
                text = new ArrayList<>();
                items.add(
                        new Item(rest, null, null, "", text, Collections.unmodifiableSet(EnumSet.noneOf(Trait.class))));
            } else if (line.startsWith("@")) {
                items.add(with(items.remove(items.size() - 1), line.substring(1, line.indexOf(' ')), rest));
            } else if (line.startsWith("\t") || !line.isBlank()) {
                text.add(line);
            }
        }
        return new Manual(parts);
    }

    private static Item with(Item item, String what, String rest) {
        return switch (what) {
            case "default" -> new Item(item.head, rest, item.without, item.example, item.text, item.traits);
            case "without" -> new Item(item.head, item.standard, rest, item.example, item.text, item.traits);
            case "example" -> new Item(item.head, item.standard, item.without, rest, item.text, item.traits);
            default -> throw new IllegalArgumentException("@" + what + " of " + item.head);
        };
    }
}
