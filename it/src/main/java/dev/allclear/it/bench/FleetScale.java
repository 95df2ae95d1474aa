package dev.allclear.it.bench;

import dev.allclear.it.fleet.Fleet;
import dev.allclear.it.fleet.PveTask;
import dev.allclear.it.fleet.Traffic;
import dev.allclear.it.kuma.FakeKuma;
import dev.allclear.it.world.Agent;
import dev.allclear.it.world.Host;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** One agent that asks many hosts: what it costs while nothing happens, and how long after a backup's end its push comes. */
final class FleetScale {
    /** How many hosts, one measurement after the other. */
    static final List<Integer> SIZES = List.of(10, 100, 1000);

    private static final Duration POLL = Duration.ofSeconds(30);
    private static final int MOST_HEARTBEATS = 100;
    private static final Duration START = Duration.ofMinutes(10);
    private static final Duration PATIENCE = POLL.multipliedBy(4);

    private final Setting setting;
    private final int seconds;

    /** @param seconds how long to watch it idle; 0 for what suits the setting */
    FleetScale(Setting setting, int seconds) {
        this.setting = setting;
        this.seconds = seconds > 0 ? seconds : setting.seconds(180);
    }

    void measure(Table table, List<Integer> sizes) throws IOException, InterruptedException {
        for (int nodes : sizes) {
            measure(table, nodes);
        }
    }

    private void measure(Table table, int nodes) throws IOException, InterruptedException {
        Path work = setting.work().resolve("fleet" + nodes);
        Machine.remove(work);
        int heartbeats = Math.min(nodes, MOST_HEARTBEATS);
        try (Fleet fleet = Fleet.start(nodes);
                FakeKuma kuma = FakeKuma.v2()) {
            Arrivals arrivals = new Arrivals(kuma, heartbeats);
            Host host = Host.in(work)
                    .privateConfig(fleet.agentPrivConf())
                    .config(fleet.agentConf(POLL, heartbeats, arrivals::url)
                            + "page: off\n\tdisable yes\n\nledger: main\n\tpath " + work.resolve("ledger") + "\n");
            try (Agent agent = Agent.start(host).awaitReady(START)) {
                Thread.sleep(2 * POLL.toMillis());
                idle(table, fleet, new ProcFigures(agent.pid()));
                Samples delays = delays(fleet, arrivals, heartbeats);
                table.add(new Row(
                        what(fleet, "backup's end to push (" + heartbeats + " backups)"),
                        spread(delays),
                        "p99 " + (POLL.toSeconds() + 5) + " s",
                        ""));
                slowOne(table, fleet, arrivals, heartbeats, delays);
            }
        }
    }

    private void idle(Table table, Fleet fleet, ProcFigures agent) throws IOException, InterruptedException {
        Traffic.Sum traffic = fleet.traffic();
        long bytes = fleet.bytes();
        long connections = fleet.connections();
        long cpu = agent.allCpuNanos();
        long start = System.nanoTime();
        Thread.sleep(seconds * 1000L);
        double nanos = System.nanoTime() - start;
        double share = 100.0 * (agent.allCpuNanos() - cpu) / nanos;
        double polls = fleet.size() * nanos / POLL.toNanos();
        Traffic.Sum during = fleet.traffic().minus(traffic);
        table.add(new Row(what(fleet, "processor time, idle"), format("%.2f %% of a core", share), "10 %", ""));
        table.add(new Row(what(fleet, "memory (RSS)"), format("%.1f MB", agent.residentMiB()), "128 MB", ""));
        table.add(new Row(
                what(fleet, "a node's idle poll"),
                format(
                        "%.2f requests, %.0f bytes of HTTP, %.0f with TLS, %.2f connections",
                        during.requests() / polls,
                        (during.in() + during.out()) / polls,
                        (fleet.bytes() - bytes) / polls,
                        (fleet.connections() - connections) / polls),
                "1 request, 4096 bytes",
                ""));
    }

    /** One host accepts and says nothing; the others are measured again. */
    private void slowOne(Table table, Fleet fleet, Arrivals arrivals, int heartbeats, Samples before)
            throws InterruptedException {
        if (fleet.size() < 2) {
            return;
        }
        int dead = fleet.size() - 1;
        fleet.node(dead).dead(true);
        Thread.sleep(2 * POLL.toMillis());
        Samples after = delays(fleet, arrivals, Math.min(heartbeats, dead));
        table.add(new Row(
                what(fleet, "the same with one dead node"),
                spread(after),
                format("p99 %.1f s as before", before.millis(0.99) / 1000),
                ""));
    }

    /** A backup on each of the first hosts, with ends at random moments of one poll's time. */
    private static Samples delays(Fleet fleet, Arrivals arrivals, int hosts) throws InterruptedException {
        List<PveTask> running = new ArrayList<>();
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < hosts; i++) {
            running.add(fleet.host(i).startJob(Fleet.JOB).get(0));
            order.add(i);
        }
        Thread.sleep(2 * POLL.toMillis());
        Collections.shuffle(order, new Random(hosts));
        long[] ends = new long[hosts];
        for (int host : order) {
            ends[host] = System.nanoTime();
            fleet.host(host).finish(Fleet.JOB, running.get(host));
            Thread.sleep(POLL.toMillis() / hosts);
        }
        Samples samples = new Samples();
        for (int host = 0; host < hosts; host++) {
            samples.add(arrivals.after(host, ends[host], PATIENCE) - ends[host]);
        }
        return samples;
    }

    private static String what(Fleet fleet, String figure) {
        return format("%,d nodes, poll %d s: %s", fleet.size(), POLL.toSeconds(), figure);
    }

    private static String spread(Samples samples) {
        return format(
                "p50 %.1f s, p90 %.1f, p99 %.1f",
                samples.millis(0.5) / 1000, samples.millis(0.9) / 1000, samples.millis(0.99) / 1000);
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
