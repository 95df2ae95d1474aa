package dev.allclear.config;

import dev.allclear.config.Problem.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The faults and oddities found while both files are read. For one use by one thread. */
final class Findings {
    private final String agentConf;
    private final List<Problem> problems = new ArrayList<>();
    private final List<Problem> warnings = new ArrayList<>();

    /** @param agentConf the public file's name */
    Findings(String agentConf) {
        this.agentConf = agentConf;
    }

    void add(Problem problem) {
        problems.add(problem);
    }

    /** A fault of the public file. */
    void fault(int line, Kind kind, String message, String suggestion) {
        problems.add(new Problem(agentConf, line, kind, message, suggestion));
    }

    /** An oddity of the public file. */
    void warn(int line, String message, String suggestion) {
        warn(agentConf, line, message, suggestion);
    }

    void warn(String file, int line, String message, String suggestion) {
        warnings.add(new Problem(file, line, Kind.WARNING, message, suggestion));
    }

    boolean faulty() {
        return !problems.isEmpty();
    }

    /** The faults of the private file, then those of the public one, by line. */
    List<Problem> problems() {
        return problems.stream()
                .sorted(Comparator.comparing((Problem problem) -> problem.file().equals(agentConf))
                        .thenComparingInt(Problem::line))
                .toList();
    }

    List<Problem> warnings() {
        return List.copyOf(warnings);
    }
}
