package dev.allclear.config;

import dev.allclear.config.Problem.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The faults and oddities found while both files are read. For one use by one thread. */
final class Findings {
    private final String agentConf;
    private final List<Problem> problems = new ArrayList<>();
    private final List<Problem> leftOut = new ArrayList<>();
    private final List<Problem> warnings = new ArrayList<>();

    /** @param agentConf the public file's name */
    Findings(String agentConf) {
        this.agentConf = agentConf;
    }

    void add(Problem problem) {
        problems.add(problem);
    }

    /** The faults of a file of ours; those of targets and matchers leave out only these. */
    void addAll(SectionConfig.Parsed parsed) {
        for (Problem problem : parsed.problems()) {
            boolean alone = AgentSchema.NOTIFICATIONS.contains(parsed.types().getOrDefault(problem, ""));
            (alone ? leftOut : problems).add(problem);
        }
    }

    /** A fault of the public file. */
    void fault(int line, Kind kind, String message, String suggestion) {
        problems.add(new Problem(agentConf, line, kind, message, suggestion));
    }

    /** A fault because of which one target or matcher is left out, and everything else works. */
    void leaveOut(Problem problem) {
        leftOut.add(problem);
    }

    /** A fault because of which one target or matcher is left out, and everything else works. */
    void leaveOut(String file, int line, Kind kind, String message, String suggestion) {
        leaveOut(new Problem(file, line, kind, message, suggestion));
    }

    /** An oddity of the public file. */
    void warn(int line, String message, String suggestion) {
        warn(agentConf, line, message, suggestion);
    }

    void warn(String file, int line, String message, String suggestion) {
        warnings.add(new Problem(file, line, Kind.WARNING, message, suggestion));
    }

    void toFillIn(String file, int line, String message, String suggestion) {
        warnings.add(new Problem(file, line, Kind.TO_FILL_IN, message, suggestion));
    }

    boolean faulty() {
        return !problems.isEmpty();
    }

    /** All faults: those of other files, then those of the public one, by line. */
    List<Problem> problems() {
        return sorted(Stream.concat(problems.stream(), leftOut.stream()));
    }

    /** Only the faults that leave out one target or matcher, in the same order. */
    List<Problem> leftOut() {
        return sorted(leftOut.stream());
    }

    private List<Problem> sorted(Stream<Problem> faults) {
        return faults.sorted(
                        Comparator.comparing((Problem problem) -> problem.file().equals(agentConf))
                                .thenComparing(Problem::file)
                                .thenComparingInt(Problem::line))
                .toList();
    }

    List<Problem> warnings() {
        return List.copyOf(warnings);
    }
}
