package dev.allclear.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Proxmox's section-config grammar: stanzas of a {@code type: name} header and indented {@code key value} lines,
 * separated by empty lines.
 *
 * <p>Accepts and refuses exactly what proxmox-section-config 3.1 does, but goes on after the first fault and reports all
 * of them. Source: observed behaviour of that crate with the schemas of proxmox-notify 1.0.3.
 */
public final class SectionConfig {
    private SectionConfig() {}

    /**
     * A file that was read. Immutable and thread-safe.
     *
     * @param sections the stanzas without faults, in file order, repetitions included
     * @param problems every fault, in file order; the first is the one at which Proxmox stops
     * @param faulty type and name of the stanzas with faults, so that nobody takes them for missing
     * @param types by problem, the type of the stanza that has it; none for what belongs to no stanza of a known type
     * @param schema the schema it was read with
     */
    public record Parsed(
            List<Section> sections,
            List<Problem> problems,
            Set<String> faulty,
            Map<Problem, String> types,
            Schema schema) {
        public Parsed {
            sections = List.copyOf(sections);
            problems = List.copyOf(problems);
            faulty = Set.copyOf(faulty);
            types = Map.copyOf(types);
        }

        /**
         * The stanzas as Proxmox writes them back: keys in alphabetical order behind one tab. A replaced stanza is
         * written as its replacement, as Proxmox does.
         *
         * @return empty when a name or value contains a control character, which no file may hold
         */
        public Optional<String> written() {
            Map<String, Section> last = new HashMap<>();
            sections.forEach(section -> last.put(identity(section), section));
            StringBuilder text = new StringBuilder();
            for (Section section : sections) {
                text.append(text.isEmpty() ? "" : "\n");
                append(text, last.getOrDefault(identity(section), section));
            }
            boolean clean = text.chars().allMatch(c -> c == '\n' || c == '\t' || !Character.isISOControl(c));
            return clean && !tabInside(sections) ? Optional.of(text.toString()) : Optional.empty();
        }

        private String identity(Section section) {
            return schema.identity(section.type(), section.id());
        }

        private static void append(StringBuilder text, Section section) {
            text.append(section.type()).append(": ").append(section.id()).append('\n');
            section.entries()
                    .forEach((key, entries) -> entries.forEach(entry -> text.append('\t')
                            .append(key)
                            .append(' ')
                            .append(entry.text())
                            .append('\n')));
        }

        private static boolean tabInside(List<Section> sections) {
            return sections.stream()
                    .anyMatch(section -> section.id().indexOf('\t') >= 0
                            || section.entries().values().stream()
                                    .flatMap(List::stream)
                                    .anyMatch(entry -> entry.text().indexOf('\t') >= 0));
        }
    }

    /**
     * Reads a file's text. Never throws.
     *
     * @param file the file's name for the problems
     */
    public static Parsed parse(String file, String text, Schema schema) {
        return new SectionParser(file, schema).parse(text);
    }
}
