package dev.allclear.verdict;

import dev.allclear.task.TaskOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One night of a job for tests: what was frozen when it was due, what happened, and how it looks afterwards. */
final class Night {
    static final Instant MORNING = Nodes.DUE.plus(Duration.ofHours(6));
    static final Instant EARLY = Nodes.DUE.plusSeconds(60);

    private final Expectation expected;
    private Heartbeat heartbeat = Runs.job("nightly");
    private Cluster later;
    private Instant now = MORNING;
    private final Map<String, String> unseen = new TreeMap<>();
    private final Map<String, String> notStarted = new TreeMap<>();
    private final List<String> busy = new ArrayList<>();
    private final List<String> gaps = new ArrayList<>();
    private final List<TaskOutcome> tasks = new ArrayList<>();

    private Night(Expectation expected, Cluster later) {
        this.expected = expected;
        this.later = later;
    }

    static Night of(@Nullable Job job, Nodes nodes) {
        return new Night(Expectation.freeze(job, nodes.cluster(), null, Nodes.DUE, Nodes.DUE), nodes.cluster());
    }

    /** A night of which nothing was written down when it was due. */
    static Night unprepared(Nodes later) {
        return new Night(Expectation.freeze(Nodes.all(), Cluster.UNKNOWN, null, Nodes.DUE, Nodes.DUE), later.cluster());
    }

    Night by(Heartbeat rule) {
        heartbeat = rule;
        return this;
    }

    Night early() {
        now = EARLY;
        return this;
    }

    Night later(Nodes nodes) {
        return later(nodes.cluster());
    }

    Night later(Cluster cluster) {
        later = cluster;
        return this;
    }

    Night unseen(String node, String why) {
        unseen.put(node, why);
        return this;
    }

    Night notStarted(String node, String why) {
        notStarted.put(node, why);
        return this;
    }

    Night busy(String... nodes) {
        busy.addAll(Arrays.asList(nodes));
        return this;
    }

    Night gap(String words) {
        gaps.add(words);
        return this;
    }

    Night ran(TaskOutcome... outcomes) {
        tasks.addAll(Arrays.asList(outcomes));
        return this;
    }

    Standing standing() {
        return Judge.judge(
                heartbeat, expected, tasks, List.of(), new Scene(now, later, unseen, notStarted, busy, gaps));
    }

    Verdict verdict() {
        return Objects.requireNonNull(
                standing().verdict(), () -> "waits for " + standing().waitsFor());
    }

    List<String> reasons() {
        return verdict().reasons();
    }
}
