package dev.allclear.config;

import dev.allclear.config.Problem.Kind;
import dev.allclear.verdict.Job;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code /etc/pve/jobs.cfg}: the backup jobs of the cluster.
 *
 * <p>Written by PVE with its own reader, which differs from the one of notifications.cfg: comments are allowed, a faulty
 * line is skipped and the rest is used. So one broken job never hides the others. Source: PVE 7.1 to 9.2.
 */
public final class JobsCfg {
    private static final String VZDUMP = "vzdump";
    private static final Pattern HEADER = Pattern.compile("([^\\s:]+):\\s*(\\S+)\\s*");
    private static final Pattern ENTRY = Pattern.compile("\\s+(\\S+)(?:\\s+(.*))?", Pattern.DOTALL);
    private static final String KEPT =
            "the other lines are used; edit the job under Datacenter, Backup and save it again";

    /**
     * What was read. Immutable and thread-safe.
     *
     * @param jobs the backup jobs, disabled ones included, in file order
     * @param problems the lines that mean nothing to Proxmox
     */
    public record Parsed(List<Job> jobs, List<Problem> problems) {
        public Parsed {
            jobs = List.copyOf(jobs);
            problems = List.copyOf(problems);
        }
    }

    private final String file;
    private final List<Problem> problems = new ArrayList<>();
    private final Map<String, Job> jobs = new LinkedHashMap<>();
    /** The job being read; null between stanzas, in stanzas of other types and in those that mean nothing. */
    private @Nullable String id;

    private Map<String, List<String>> options = new LinkedHashMap<>();
    private boolean between = true;

    private JobsCfg(String file) {
        this.file = file;
    }

    /**
     * Reads the file's text. Never throws.
     *
     * @param file the file's name for the problems
     */
    public static Parsed parse(String file, String text) {
        JobsCfg reader = new JobsCfg(file);
        int number = 0;
        for (String line : text.split("\n", -1)) {
            reader.read(++number, line.stripTrailing());
        }
        reader.leave();
        return new Parsed(new ArrayList<>(reader.jobs.values()), reader.problems);
    }

    private void read(int number, String line) {
        if (line.isEmpty()) {
            leave();
        } else if (line.stripLeading().startsWith("#")) {
            return;
        } else if (!Character.isWhitespace(line.charAt(0))) {
            unindented(number, line);
        } else if (id != null) {
            entry(number, line);
        } else if (between) {
            add(number, Kind.EXPECTED_HEADER, "an indented line that belongs to no job");
            between = false;
        }
    }

    private void unindented(int number, String line) {
        Matcher header = HEADER.matcher(line);
        if (!header.matches()) {
            String where = id == null ? "no header of a job (a type, a colon and an id)" : "not indented";
            add(number, id == null ? Kind.EXPECTED_HEADER : Kind.EXPECTED_PROPERTY, "this line is " + where);
            between = false;
            return;
        }
        if (!between) {
            add(number, Kind.EXPECTED_PROPERTY, "there is no empty line before this header");
        }
        leave();
        between = false;
        if (header.group(1).equals(VZDUMP)) {
            id = header.group(2);
            if (jobs.containsKey(id)) {
                add(number, Kind.DUPLICATE_SECTION, "the job '" + id + "' stands there twice, the last one counts");
            }
        }
    }

    private void entry(int number, String line) {
        Matcher entry = ENTRY.matcher(line);
        if (!entry.matches() || entry.group(2) == null) {
            add(number, Kind.EXPECTED_PROPERTY, "a key without a value");
            return;
        }
        String key = entry.group(1);
        String value = key.equals("comment") ? PercentText.decode(entry.group(2)) : entry.group(2);
        if (key.equals("enabled") && ValueKind.SWITCH.fault(value).isPresent()) {
            add(number, Kind.INVALID_VALUE, "'enabled' is neither 0 nor 1, so Proxmox takes the job as enabled");
            return;
        }
        if (options.containsKey(key)) {
            add(number, Kind.DUPLICATE_PROPERTY, "the key '" + Spelling.shorten(key) + "' stands in this job twice");
        }
        options.computeIfAbsent(key, absent -> new ArrayList<>()).add(value);
    }

    private void leave() {
        if (id != null) {
            Optional<String> enabled =
                    Optional.ofNullable(options.remove("enabled")).map(values -> values.get(0));
            options.replaceAll((key, values) -> List.copyOf(values));
            jobs.remove(id);
            jobs.put(
                    id,
                    new Job(
                            id,
                            enabled.map(word -> ValueKind.SWITCH.canonical(word).equals("true"))
                                    .orElse(true),
                            Collections.unmodifiableMap(options)));
        }
        id = null;
        options = new LinkedHashMap<>();
        between = true;
    }

    private void add(int line, Kind kind, String message) {
        problems.add(new Problem(file, line, kind, message, KEPT));
    }
}
