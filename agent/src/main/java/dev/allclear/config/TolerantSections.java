package dev.allclear.config;

import dev.allclear.config.Problem.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads files that Proxmox wrote itself, such as {@code jobs.cfg}: comments are allowed, a faulty line is skipped and the rest
 * is used. So one broken stanza never hides the others. Source: the reader of PVE 7.1 to 9.2, {@code PVE/SectionConfig.pm},
 * which differs from the one of notifications.cfg. For one use by one thread.
 */
final class TolerantSections {
    private static final Pattern HEADER = Pattern.compile("([^\\s:]+):\\s*(\\S+)\\s*");
    private static final Pattern ENTRY = Pattern.compile("\\s+(\\S+)(?:\\s+(.*))?", Pattern.DOTALL);

    /**
     * A stanza.
     *
     * @param options by key, in file order; a repeated key keeps all its values
     */
    record Stanza(String type, String id, Map<String, List<Option>> options) {

        /** The first value of a key; null when it is absent. */
        @Nullable
        String value(String key) {
            List<Option> values = options.get(key);
            return values == null ? null : values.get(0).text();
        }
    }

    /** One value and where it stands. */
    record Option(int line, String text) {}

    /**
     * What was read.
     *
     * @param stanzas those of the wanted types; of two with the same type and id the later one, in its place
     * @param problems the lines that mean nothing to Proxmox
     */
    record Parsed(List<Stanza> stanzas, List<Problem> problems) {}

    private final String file;
    private final Set<String> types;
    private final String kept;
    private final List<Problem> problems = new ArrayList<>();
    private final Map<String, Stanza> stanzas = new LinkedHashMap<>();
    /** The stanza being read; null between stanzas, in those of other types and in those that mean nothing. */
    private @Nullable Stanza stanza;

    private boolean between = true;

    private TolerantSections(String file, Set<String> types, String kept) {
        this.file = file;
        this.types = types;
        this.kept = kept;
    }

    /**
     * Reads the file's text. Never throws.
     *
     * @param file the file's name for the problems
     * @param types the types of stanzas that are wanted
     * @param kept what is said with each problem: what it means for the rest and what to do
     */
    static Parsed parse(String file, String text, Set<String> types, String kept) {
        TolerantSections reader = new TolerantSections(file, types, kept);
        int number = 0;
        for (String line : text.split("\n", -1)) {
            reader.read(++number, line.stripTrailing());
        }
        reader.leave();
        return new Parsed(new ArrayList<>(reader.stanzas.values()), reader.problems);
    }

    private void read(int number, String line) {
        if (line.isEmpty()) {
            leave();
        } else if (line.stripLeading().startsWith("#")) {
            return;
        } else if (!Character.isWhitespace(line.charAt(0))) {
            unindented(number, line);
        } else if (stanza != null) {
            entry(stanza, number, line);
        } else if (between) {
            add(number, Kind.EXPECTED_HEADER, "an indented line that belongs to no job");
            between = false;
        }
    }

    private void unindented(int number, String line) {
        Matcher header = HEADER.matcher(line);
        if (!header.matches()) {
            String where = stanza == null ? "no header of a job (a type, a colon and an id)" : "not indented";
            add(number, stanza == null ? Kind.EXPECTED_HEADER : Kind.EXPECTED_PROPERTY, "this line is " + where);
            between = false;
            return;
        }
        if (!between) {
            add(number, Kind.EXPECTED_PROPERTY, "there is no empty line before this header");
        }
        leave();
        between = false;
        if (types.contains(header.group(1))) {
            stanza = new Stanza(header.group(1), header.group(2), new LinkedHashMap<>());
            if (stanzas.containsKey(key(stanza))) {
                add(
                        number,
                        Kind.DUPLICATE_SECTION,
                        "the job '" + stanza.id() + "' stands there twice, the last one counts");
            }
        }
    }

    private void entry(Stanza in, int number, String line) {
        Matcher entry = ENTRY.matcher(line);
        if (!entry.matches() || entry.group(2) == null) {
            add(number, Kind.EXPECTED_PROPERTY, "a key without a value");
            return;
        }
        String key = entry.group(1);
        if (in.options().containsKey(key)) {
            add(number, Kind.DUPLICATE_PROPERTY, "the key '" + Spelling.shorten(key) + "' stands in this job twice");
        }
        in.options().computeIfAbsent(key, absent -> new ArrayList<>()).add(new Option(number, entry.group(2)));
    }

    private void leave() {
        Stanza read = stanza;
        if (read != null) {
            read.options().replaceAll((key, values) -> List.copyOf(values));
            stanzas.remove(key(read));
            stanzas.put(key(read), new Stanza(read.type(), read.id(), Collections.unmodifiableMap(read.options())));
        }
        stanza = null;
        between = true;
    }

    private static String key(Stanza stanza) {
        return stanza.type() + ": " + stanza.id();
    }

    private void add(int line, Kind kind, String message) {
        problems.add(new Problem(file, line, kind, message, kept));
    }
}
