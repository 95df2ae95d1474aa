package dev.allclear.status;

import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.Snapshot;
import com.codahale.metrics.Timer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What the agent counted since it started. In the registry a name carries its labels, {@code pushes;outcome=delivered}.
 * Thread-safe.
 */
final class RegistryMetrics {
    private static final String PREFIX = "allclear_";

    /** What the sum of a timer is counted under. */
    private static final String NANOS = ".nanos";

    private static final Map<String, String> HELP = Map.of(
            "verdicts", "Runs judged since the agent started, by verdict.",
            "events", "Events that happened since the agent started, by type and severity.",
            "pushes",
                    "Attempts to push a heartbeat, by how they ended: delivered, retried, refused, or expired without one."
                            + " The reason of a retry is passing, or needs-action when a person must act first.",
            "notices", "Attempts to tell a target of an event, by how they ended; reasons as of pushes.",
            "possible_duplicates",
                    "Deliveries that may have arrived twice, because the agent ended while they were being sent.",
            "poll_duration", "How long looks at a source over its API took; quantiles of the last 128.");

    private record Name(String base, Map<String, String> labels) {
        static Name parse(String name) {
            String[] parts = name.split(";", -1);
            Map<String, String> labels = new LinkedHashMap<>();
            for (int i = 1; i < parts.length; i++) {
                int equals = parts[i].indexOf('=');
                labels.put(parts[i].substring(0, equals), parts[i].substring(equals + 1));
            }
            return new Name(parts[0], labels);
        }

        String help() {
            return HELP.getOrDefault(base, "Counted by the agent: " + base + ".");
        }
    }

    private final MetricRegistry registry;

    RegistryMetrics(MetricRegistry registry) {
        this.registry = registry;
    }

    void write(Exposition out) {
        registry.getCounters().forEach((name, counter) -> {
            Name parsed = Name.parse(name);
            if (!parsed.base().endsWith(NANOS)) {
                out.counter(
                        PREFIX + parsed.base() + "_total", parsed.help(), parsed.labels(), (double) counter.getCount());
            }
        });
        registry.getTimers().forEach((name, timer) -> timer(name, timer, out));
    }

    private void timer(String name, Timer timer, Exposition out) {
        Name parsed = Name.parse(name);
        Snapshot recent = timer.getSnapshot();
        Map<String, Double> quantiles = new LinkedHashMap<>();
        quantiles.put("0.5", seconds(recent.getMedian()));
        quantiles.put("0.95", seconds(recent.get95thPercentile()));
        quantiles.put("1", seconds((double) recent.getMax()));
        long nanos = registry.counter(sumOf(name)).getCount();
        out.summary(
                PREFIX + parsed.base() + "_seconds",
                parsed.help(),
                parsed.labels(),
                quantiles,
                seconds((double) nanos),
                timer.getCount());
    }

    /** {@code poll_duration;source=pve} keeps its sum under {@code poll_duration.nanos;source=pve}. */
    private static String sumOf(String name) {
        int labels = name.indexOf(';');
        return labels < 0 ? name + NANOS : name.substring(0, labels) + NANOS + name.substring(labels);
    }

    private static double seconds(double nanos) {
        return nanos / TimeUnit.SECONDS.toNanos(1);
    }
}
