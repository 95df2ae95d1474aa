package dev.allclear.event;

import java.util.List;

/** A piece of an event's body, from which plain text and HTML are made. Immutable and thread-safe. */
public sealed interface Block {

    /** A heading, without mark-up. */
    record Heading(String text) implements Block {}

    /** Running text; line breaks stay. */
    record Paragraph(String text) implements Block {}

    /** {@code Label: value} lines, aligned. */
    record Facts(List<Fact> facts) implements Block {
        public Facts {
            facts = List.copyOf(facts);
        }
    }

    /** One of the {@link Facts}. */
    record Fact(String label, String value) {}

    /**
     * A table.
     *
     * @param header its columns' names
     * @param rows each with as many cells as the header
     */
    record Table(List<String> header, List<List<String>> rows) implements Block {
        public Table {
            header = List.copyOf(header);
            rows = rows.stream().map(List::copyOf).toList();
        }
    }

    /** Lines of a log, as they are. */
    record Log(String text) implements Block {}

    /** A web address to go to. */
    record Link(String text, String url) implements Block {}
}
