package dev.allclear.it.fleet;

import dev.allclear.it.http.Exchange;
import dev.allclear.it.http.Loop;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A node of a simulated cluster: its own listening socket, clock, tasks and troubles. Made by {@link FakePve}. Thread-safe. */
public final class PveNode {
    /** Above the largest number that Linux gives to a process, so that no pid is ever real. */
    private static final long FIRST_PID = 0x0040_0001L;

    private static final long FIRST_PSTART = 0x0003_4B5CL;

    private final FakePve cluster;
    private final String name;
    private final List<Listed> active = new ArrayList<>();
    private final List<Listed> recorded = new ArrayList<>();
    private final SortedMap<String, PveReplication> replications = new TreeMap<>();
    private final List<PackageUpdate> updates = new ArrayList<>();
    private final Endpoint endpoint;
    private volatile Duration slowness = Duration.ZERO;
    private volatile Duration clock = Duration.ZERO;
    private long number;

    PveNode(FakePve cluster, String name, Loop loop, boolean tls) {
        this.cluster = cluster;
        this.name = name;
        this.endpoint = new Endpoint(name, loop, tls, this::serve);
    }

    private void serve(Exchange exchange) {
        cluster.serve(this, exchange);
    }

    FakePve cluster() {
        return cluster;
    }

    /** The node's name. */
    public String name() {
        return name;
    }

    /** Where it listens, as for {@code url} in agent.conf. It stays the same whatever happens. */
    public String url() {
        return endpoint.url();
    }

    /** SHA-256 of its certificate, in capital pairs with colons. */
    public String fingerprint() {
        return endpoint.fingerprint();
    }

    /** Another certificate from now on, as after a renewal: connections end. */
    public void changeCertificate() {
        endpoint.changeCertificate();
    }

    /** The time on the node. */
    public Instant now() {
        return Instant.now().plus(clock);
    }

    /** How far the node's clock is ahead. */
    public void clockAhead(Duration by) {
        clock = by;
    }

    /** Powers it off: its port refuses, the others say 595; its running tasks stay in the lists until it is back and notices. */
    public void offline() {
        endpoint.offline();
    }

    /** Powers it on again. */
    public void online() {
        endpoint.online();
    }

    /** Whether the cluster sees it. */
    public boolean isOnline() {
        return endpoint.isOnline();
    }

    /** It accepts connections and never says a word, while the cluster takes it for online. */
    public void dead(boolean on) {
        endpoint.dead(on);
    }

    boolean isDead() {
        return endpoint.isDead();
    }

    /** Every answer about it takes that long. */
    public void slow(Duration time) {
        slowness = time;
    }

    Duration slowness() {
        return slowness;
    }

    /** What was asked at its address. */
    public Traffic traffic() {
        return endpoint.traffic();
    }

    /** Bytes over its socket so far, in both directions, TLS included; of the time since it was last powered on. */
    public long bytes() {
        return endpoint.bytes();
    }

    /** Connections to it since it was last powered on. */
    public long connections() {
        return endpoint.connections();
    }

    /** Starts a backup by hand over these guests, as the API client {@code root@pam} would. */
    public PveTask startVzdump(int... guests) {
        StringBuilder line = new StringBuilder("INFO: starting new backup job: vzdump");
        for (int guest : guests) {
            line.append(' ').append(guest);
        }
        return start("vzdump", guests.length == 1 ? Integer.toString(guests[0]) : "", "root@pam")
                .line(line + " --node " + name + " --mode stop --storage local --compress zstd");
    }

    /**
     * Starts a task of any type.
     *
     * @param id empty for none
     * @param user {@code user@realm} or {@code user@realm!token}
     */
    public PveTask start(String type, String id, String user) {
        return startAt(now(), type, id, user);
    }

    /** Starts a task that is said to have started then. */
    public PveTask startAt(Instant started, String type, String id, String user) {
        synchronized (cluster) {
            number++;
            PveTask task = new PveTask(
                    this,
                    new TaskName(FIRST_PID + number, FIRST_PSTART + number, started.getEpochSecond(), type, id, user));
            active.add(task);
            return task;
        }
    }

    /** Adds a replication job of a guest that is here, or changes the one of this id. */
    public PveNode replicate(PveReplication job) {
        synchronized (cluster) {
            replications.put(job.id(), job);
        }
        return this;
    }

    List<Fields> replicationRows() {
        return replications.values().stream().map(job -> job.row(name)).toList();
    }

    /** A package can be updated. */
    public PveNode update(PackageUpdate update) {
        synchronized (cluster) {
            updates.add(update);
        }
        return this;
    }

    List<Fields> updateRows() {
        return updates.stream().map(PackageUpdate::pve).toList();
    }

    void record(PveTask task) {
        active.remove(task);
        recorded.add(task);
    }

    /** Tasks that ended before the test began, the oldest first. */
    void past(List<? extends Listed> tasks) {
        synchronized (cluster) {
            recorded.addAll(0, tasks);
        }
    }

    /** Forgets all recorded tasks but the newest, with their logs, as index rotation and the daily clean-up do. */
    public void rotateIndex(int keep) {
        synchronized (cluster) {
            recorded.subList(0, Math.max(0, recorded.size() - keep)).clear();
        }
    }

    /** Running ones first, the newest first. */
    List<Listed> active() {
        List<Listed> newest = new ArrayList<>(active);
        Collections.reverse(newest);
        return newest;
    }

    /** The newest recorded first. */
    List<Listed> archive() {
        List<Listed> newest = new ArrayList<>(recorded);
        Collections.reverse(newest);
        return newest;
    }

    Optional<Listed> find(String upid) {
        long pid = Long.parseLong(upid.split(":", 4)[2], 16);
        return Stream.concat(active.stream(), recorded.stream())
                .filter(task ->
                        task.name().pid() == pid && upid.equals(task.name().upid(name)))
                .findFirst();
    }
}
