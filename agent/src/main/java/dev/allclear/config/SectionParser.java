package dev.allclear.config;

import dev.allclear.config.Problem.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads one section-config text, line by line. For one use by one thread. */
final class SectionParser {

    /** Where the next line stands. */
    private enum Place {
        BETWEEN,
        /** Below keys without a header: one complaint is enough for them all. */
        STRAY,
        INSIDE
    }

    /** The stanza being read. Without a type when that is not known: then its keys cannot be checked. */
    private static final class Draft {
        final @Nullable StanzaType type;
        final String word;
        final String id;
        final int line;
        final SortedMap<String, List<Section.Entry>> entries = new TreeMap<>();
        /** Keys that need no complaint about being missing: given, given wrongly, or misspelt. */
        final Set<String> meant = new HashSet<>();

        boolean faulty;

        Draft(@Nullable StanzaType type, String word, String id, int line) {
            this.type = type;
            this.word = word;
            this.id = id;
            this.line = line;
        }
    }

    private final String file;
    private final Schema schema;
    private final List<Section> sections = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();
    private final Set<String> identities = new HashSet<>();
    private final Set<String> faulty = new HashSet<>();
    private final Map<Problem, String> types = new HashMap<>();
    private Place place = Place.BETWEEN;
    private Draft draft = new Draft(null, "", "", 0);

    SectionParser(String file, Schema schema) {
        this.file = file;
        this.schema = schema;
    }

    SectionConfig.Parsed parse(String text) {
        int number = 0;
        for (int from = 0; from < text.length(); ) {
            int end = text.indexOf('\n', from);
            int next = end < 0 ? text.length() : end;
            number++;
            boolean carriageReturn = end > from && text.charAt(end - 1) == '\r';
            read(number, text.substring(from, carriageReturn ? next - 1 : next));
            from = next + 1;
        }
        leave(number);
        return new SectionConfig.Parsed(sections, problems, faulty, types, schema);
    }

    private void read(int number, String line) {
        int start = Blank.skip(line, 0);
        if (start == line.length()) {
            leave(number);
        } else if (schema.comments() && line.charAt(start) == '#') {
            return;
        } else if (place == Place.INSIDE) {
            inside(number, line, start);
        } else if (start > 0) {
            stray(number);
        } else {
            header(number, line);
        }
    }

    private void stray(int number) {
        if (place == Place.BETWEEN) {
            add(
                    number,
                    Kind.EXPECTED_HEADER,
                    "an indented line that belongs to no stanza (an empty line ends a stanza)",
                    sections.isEmpty()
                            ? "write its header above it, for example '" + example() + "'"
                            : "remove the empty line above it, or write a header such as '" + example() + "' there");
        }
        place = Place.STRAY;
    }

    private void header(int number, String line) {
        int colon = line.indexOf(':');
        if (colon < 0 || !Character.isAlphabetic(line.codePointAt(0))) {
            add(number, Kind.EXPECTED_HEADER, noHeader(line), "write for example '" + example() + "'");
            return;
        }
        String word = Blank.trim(line.substring(0, colon));
        String id = Blank.trim(line.substring(colon + 1));
        StanzaType type = schema.types().get(word);
        place = Place.INSIDE;
        draft = new Draft(type, word, id, number);
        if (type == null) {
            unknownType(number, word);
            return;
        }
        Optional<ValueKind.Fault> fault = type.id().fault(id);
        if (fault.isPresent()) {
            String why = "the name" + Spelling.echo(id) + " behind '" + word + ":' "
                    + fault.get().why();
            add(number, Kind.INVALID_ID, why, fault.get().instead());
        } else if (schema.repeatedNamesAreFaults() && !identities.add(schema.identity(word, id))) {
            add(
                    number,
                    Kind.DUPLICATE_SECTION,
                    "there is already a '" + word + ": " + id + "' above",
                    "give one of them another name, or put their keys together");
        }
    }

    private static String noHeader(String line) {
        return line.charAt(0) == '\uFEFF'
                ? "the file begins with an invisible byte order mark; save it as plain UTF-8 without one"
                : "this line is no header of a stanza (a type, a colon and a name)";
    }

    private void unknownType(int number, String word) {
        add(
                number,
                Kind.UNKNOWN_TYPE,
                "unknown type of stanza" + Spelling.echo(word),
                Spelling.nearest(word, schema.types().keySet())
                        .map(near -> "did you mean '" + near + "'?")
                        .orElse("possible are "
                                + String.join(", ", schema.types().keySet())));
    }

    private void inside(int number, String line, int start) {
        int end = Blank.next(line, start);
        String name = line.substring(start, end);
        if (start > 0) {
            property(number, line, name, end);
        } else if (isHeader(line)) {
            add(
                    number,
                    Kind.EXPECTED_PROPERTY,
                    "a header directly below the keys of " + title(),
                    "put an empty line before it");
            leave(number);
            header(number, line);
        } else {
            boolean key = draft.type != null && draft.type.keys().containsKey(name);
            add(
                    number,
                    Kind.EXPECTED_PROPERTY,
                    key ? "the key '" + name + "' is not indented" : "this line below " + title() + " is not indented",
                    schema.comments()
                            ? "put a tab before it, or '#' to make it a comment"
                            : "put a tab before it, or an empty line if a new stanza begins here");
            if (key) {
                draft.meant.add(name);
            }
        }
    }

    private boolean isHeader(String line) {
        int colon = line.indexOf(':');
        return colon > 0 && schema.types().containsKey(Blank.trim(line.substring(0, colon)));
    }

    private void property(int number, String line, String name, int end) {
        StanzaType type = draft.type;
        StanzaKey key = type == null ? null : type.keys().get(name);
        if (end == line.length()) {
            draft.meant.add(name);
            String what = key == null ? "a key" + Spelling.echo(name) : "the key '" + name + "'";
            add(number, Kind.EXPECTED_PROPERTY, what + " without a value", "write the value behind it, or remove it");
        } else if (type != null && key == null) {
            unknownKey(number, type, name);
        } else if (key != null) {
            value(number, key, Blank.trim(line.substring(end)));
        }
    }

    private void unknownKey(int number, StanzaType type, String name) {
        Optional<String> near = Spelling.nearest(name, type.keys().keySet());
        near.ifPresent(draft.meant::add);
        add(
                number,
                Kind.UNKNOWN_PROPERTY,
                "unknown key" + Spelling.echo(name) + " in " + title(),
                near.map(word -> "did you mean '" + word + "'?")
                        .orElse("possible are " + String.join(", ", type.keys().keySet())));
    }

    private void value(int number, StanzaKey key, String value) {
        draft.meant.add(key.name());
        Optional<ValueKind.Fault> fault = key.kind().fault(value);
        if (fault.isPresent()) {
            String shown = key.secret() ? "" : " '" + Spelling.shorten(value) + "'";
            add(
                    number,
                    Kind.INVALID_VALUE,
                    key.name() + shown + " " + fault.get().why(),
                    fault.get().instead());
        } else if (!key.repeatable() && draft.entries.containsKey(key.name())) {
            add(
                    number,
                    Kind.DUPLICATE_PROPERTY,
                    "the key '" + key.name() + "' stands in " + title() + " already",
                    "keep one of the two lines");
        } else {
            draft.entries
                    .computeIfAbsent(key.name(), absent -> new ArrayList<>())
                    .add(new Section.Entry(number, key.kind().canonical(value)));
        }
    }

    /** Ends the stanza. Keys that are missing are reported where it ends, as Proxmox does. */
    private void leave(int number) {
        StanzaType type = draft.type;
        if (place == Place.INSIDE && type != null) {
            for (StanzaKey key : type.keys().values()) {
                if (key.required() && !draft.meant.contains(key.name())) {
                    add(
                            number,
                            Kind.MISSING_REQUIRED,
                            title() + ", which begins in line " + draft.line + ", has no '" + key.name() + "'",
                            "add an indented line '" + key.name() + " …' to it");
                }
            }
            if (!draft.faulty) {
                // The name is implied by the header; Proxmox accepts it as a key and overwrites it.
                draft.entries.remove(NotificationSchema.NAME);
                draft.entries.replaceAll((key, entries) -> List.copyOf(entries));
                sections.add(new Section(
                        type.name(), draft.id, draft.line, Collections.unmodifiableSortedMap(draft.entries)));
            }
        }
        // Nobody can mean a stanza whose name is not possible, and such a line may hold a secret.
        if (place == Place.INSIDE
                && draft.faulty
                && Schema.ENTITY_NAME.fault(draft.id).isEmpty()) {
            faulty.add(draft.word + ": " + draft.id);
        }
        place = Place.BETWEEN;
    }

    private String title() {
        return draft.type == null ? "this stanza" : draft.type.name() + Spelling.echo(draft.id);
    }

    private String example() {
        return schema.types().keySet().stream().findFirst().orElse("type") + ": name";
    }

    private void add(int line, Kind kind, String message, String suggestion) {
        draft.faulty = true;
        Problem problem = new Problem(file, line, kind, message, suggestion);
        problems.add(problem);
        if (place == Place.INSIDE && draft.type != null) {
            types.put(problem, draft.type.name());
        }
    }
}
