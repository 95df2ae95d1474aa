package dev.allclear.config;

import dev.allclear.config.Problem.Kind;
import dev.allclear.config.TolerantSections.Option;
import dev.allclear.config.TolerantSections.Stanza;
import dev.allclear.verdict.Job;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code /etc/pve/jobs.cfg}: the backup jobs of the cluster. Source: PVE 7.1 to 9.2. */
public final class JobsCfg {
    private static final String VZDUMP = "vzdump";
    private static final String ENABLED = "enabled";
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

    private JobsCfg() {}

    /**
     * Reads the file's text. Never throws.
     *
     * @param file the file's name for the problems
     */
    public static Parsed parse(String file, String text) {
        TolerantSections.Parsed parsed = TolerantSections.parse(file, text, Set.of(VZDUMP), KEPT);
        List<Problem> problems = new ArrayList<>(parsed.problems());
        List<Job> jobs = new ArrayList<>();
        for (Stanza stanza : parsed.stanzas()) {
            jobs.add(job(file, stanza, problems));
        }
        problems.sort(Comparator.comparingInt(Problem::line));
        return new Parsed(jobs, problems);
    }

    private static Job job(String file, Stanza stanza, List<Problem> problems) {
        boolean enabled = true;
        boolean said = false;
        for (Option option : stanza.options().getOrDefault(ENABLED, List.of())) {
            if (ValueKind.SWITCH.fault(option.text()).isPresent()) {
                String message = "'enabled' is neither 0 nor 1, so Proxmox takes the job as enabled";
                problems.add(new Problem(file, option.line(), Kind.INVALID_VALUE, message, KEPT));
            } else if (!said) {
                enabled = ValueKind.SWITCH.canonical(option.text()).equals("true");
                said = true;
            }
        }
        Map<String, List<String>> options = new LinkedHashMap<>();
        stanza.options().forEach((key, values) -> {
            if (!key.equals(ENABLED)) {
                boolean comment = key.equals("comment");
                options.put(
                        key,
                        values.stream()
                                .map(Option::text)
                                .map(text -> comment ? PercentText.decode(text) : text)
                                .toList());
            }
        });
        return new Job(stanza.id(), enabled, Collections.unmodifiableMap(options));
    }
}
