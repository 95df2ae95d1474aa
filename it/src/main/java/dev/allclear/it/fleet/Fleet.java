package dev.allclear.it.fleet;

import dev.allclear.it.http.Loop;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;

/**
 * Many stand-alone hosts, each behind a port of its own with a certificate and a token of its own, a job over five guests and
 * weeks of tasks in its lists; one thread serves them all. Thread-safe.
 */
public final class Fleet implements AutoCloseable {
    /** The job that each host has. */
    public static final String JOB = "nightly";

    private static final int TASKS = 600;
    private static final int[] GUESTS = {100, 101, 102, 103, 104};

    private final Loop loop = Loop.start("fleet");
    private final List<FakePve> hosts = new ArrayList<>();

    private Fleet() {}

    /** Starts so many hosts, {@code node0001} and so on. */
    public static Fleet start(int count) {
        Fleet fleet = new Fleet();
        PveJob job = PveJob.over(JOB, GUESTS);
        List<PveGuest> guests = new ArrayList<>();
        for (int vmid : GUESTS) {
            guests.add(PveGuest.container(vmid, "guest" + vmid, name(0)));
        }
        List<Past> past = History.of(TASKS, Instant.now(), job, guests);
        for (int i = 0; i < count; i++) {
            String name = name(i);
            FakePve host = new FakePve(null, fleet.loop, false, true, List.of(name)).job(job);
            guests.forEach(guest -> host.guest(guest.on(name)));
            host.node(name).past(past);
            fleet.hosts.add(host);
        }
        return fleet;
    }

    /** The name of a host, counted from 0, which is also that of its source in agent.conf. */
    public static String name(int host) {
        return String.format(Locale.ROOT, "node%04d", host + 1);
    }

    /** How many hosts there are. */
    public int size() {
        return hosts.size();
    }

    /** A host. */
    public FakePve host(int number) {
        return hosts.get(number);
    }

    /** The node that a host is. */
    public PveNode node(int number) {
        return hosts.get(number).node(name(number));
    }

    /**
     * The sources and heartbeats for agent.conf.
     *
     * @param heartbeats how many hosts have one, the first ones; it is called {@code beat-nodeNNNN}
     * @param pushUrl of each of them
     */
    public String agentConf(Duration poll, int heartbeats, IntFunction<String> pushUrl) {
        StringBuilder conf = new StringBuilder();
        for (int i = 0; i < hosts.size(); i++) {
            conf.append(
                    """
                    pve: %s
                    \turl %s
                    \ttoken-id %s
                    \tfingerprint %s
                    \tpoll %ds

                    """.formatted(name(i), node(i).url(), FakePve.TOKEN_ID, node(i).fingerprint(), poll.toSeconds()));
        }
        for (int i = 0; i < heartbeats; i++) {
            conf.append("""
                    heartbeat: beat-%s
                    \tsource %s
                    \tjob %s
                    \turl %s

                    """.formatted(name(i), name(i), JOB, pushUrl.apply(i)));
        }
        return conf.toString();
    }

    /** The tokens for agent-priv.conf. */
    public String agentPrivConf() {
        StringBuilder conf = new StringBuilder();
        for (int i = 0; i < hosts.size(); i++) {
            conf.append("pve: " + name(i) + "\n\ttoken " + hosts.get(i).token() + "\n\n");
        }
        return conf.toString();
    }

    /** What went over HTTP so far, over all hosts. */
    public Traffic.Sum traffic() {
        Traffic.Sum sum = Traffic.NONE;
        for (int i = 0; i < hosts.size(); i++) {
            sum = sum.plus(node(i).traffic().total());
        }
        return sum;
    }

    /** Bytes over all sockets so far, TLS included. */
    public long bytes() {
        long sum = 0;
        for (int i = 0; i < hosts.size(); i++) {
            sum += node(i).bytes();
        }
        return sum;
    }

    /** Connections so far, over all hosts. */
    public long connections() {
        long sum = 0;
        for (int i = 0; i < hosts.size(); i++) {
            sum += node(i).connections();
        }
        return sum;
    }

    @Override
    public void close() {
        hosts.forEach(FakePve::close);
        loop.close();
    }
}
