package dev.allclear.it.fleet;

import dev.allclear.it.http.Exchange;
import dev.allclear.it.http.Loop;
import dev.allclear.it.http.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The API of a Proxmox VE cluster, or of a stand-alone node, on real sockets: any node answers for the whole cluster, in the
 * shapes of PVE 9.2 (recorded from pveproxy). Tests change what it is made of at any time. Thread-safe.
 */
public final class FakePve implements AutoCloseable {
    /** What a token may see. */
    public enum Rights {
        /** Role PVEAuditor on {@code /}. */
        AUDITOR,
        /** The same, and Sys.Modify on {@code /nodes}: package updates. */
        MODIFIER,
        /** Nothing: lists are empty, the rest is 403. */
        NONE
    }

    /** The name of the token that {@link #token()} belongs to. */
    public static final String TOKEN_ID = "allclear@pve!agent";

    /** As long as pveproxy waits for a node that says nothing. */
    private static final Duration PROXY_TIMEOUT = Duration.ofSeconds(30);

    private final @Nullable String clusterName;
    private final @Nullable Loop ownLoop;
    private final Map<String, PveNode> nodes = new LinkedHashMap<>();
    private final SortedMap<Integer, PveGuest> guests = new TreeMap<>();
    private final Map<String, PveJob> jobs = new LinkedHashMap<>();
    private final PveHa ha = new PveHa();
    private final Faults faults = new Faults();
    private final String token = UUID.randomUUID().toString();
    private Rights rights = Rights.AUDITOR;
    private Duration denialDelay = Duration.ofMillis(50);
    private Duration proxyTimeout = PROXY_TIMEOUT;

    FakePve(@Nullable String clusterName, Loop loop, boolean ownLoop, boolean tls, List<String> names) {
        this.clusterName = clusterName;
        this.ownLoop = ownLoop ? loop : null;
        names.forEach(name -> nodes.put(name, new PveNode(this, name, loop, tls)));
    }

    /** Starts a cluster of these nodes, over TLS. */
    public static FakePve cluster(String name, String... nodes) {
        return new FakePve(name, Loop.start("fake-pve"), true, true, List.of(nodes));
    }

    /** Starts a node that is in no cluster, over TLS. */
    public static FakePve standAlone(String node) {
        return new FakePve(null, Loop.start("fake-pve"), true, true, List.of(node));
    }

    /** Starts a cluster that speaks HTTP without TLS. */
    public static FakePve plain(String name, String... nodes) {
        return new FakePve(name, Loop.start("fake-pve"), true, false, List.of(nodes));
    }

    /** A node. */
    public PveNode node(String name) {
        PveNode node = nodes.get(name);
        if (node == null) {
            throw new IllegalArgumentException("There is no node " + name);
        }
        return node;
    }

    /** All nodes. */
    public Collection<PveNode> nodes() {
        return nodes.values();
    }

    Optional<String> clusterName() {
        return Optional.ofNullable(clusterName);
    }

    Optional<PveNode> known(String name) {
        return Optional.ofNullable(nodes.get(name));
    }

    /** The secret of the token, for agent-priv.conf. */
    public String token() {
        return token;
    }

    /** What the token may see from now on. */
    public synchronized void rights(Rights now) {
        rights = now;
    }

    synchronized boolean auditor() {
        return rights != Rights.NONE;
    }

    synchronized boolean modifier() {
        return rights == Rights.MODIFIER;
    }

    /** How long a 401 takes; PVE waits 3 s, this 50 ms unless told otherwise. */
    public synchronized void denialDelay(Duration time) {
        denialDelay = time;
    }

    /** How long the others wait for a node that is dead; 30 s unless told otherwise. */
    public synchronized void proxyTimeout(Duration time) {
        proxyTimeout = time;
    }

    /**
     * What high availability thinks of a node from now on; without a call there is no high availability.
     *
     * @param state {@code online}, {@code unknown}, {@code fence}, {@code gone} …
     * @param sign when the node's own resource manager last said that it lives
     */
    public synchronized FakePve highAvailability(String node, String state, Instant sign) {
        ha.node(node(node).name(), state, sign);
        return this;
    }

    Fields haStatus(PveNode asked) {
        return ha.status(asked);
    }

    /** Adds a guest, or changes the one of this number. */
    public synchronized FakePve guest(PveGuest guest) {
        guests.put(guest.vmid(), guest);
        return this;
    }

    /** Migrates a guest. */
    public synchronized void moveGuest(int vmid, String node) {
        guests.computeIfPresent(vmid, (id, guest) -> guest.on(node(node).name()));
    }

    /** Deletes a guest; jobs still name it. */
    public synchronized void removeGuest(int vmid) {
        guests.remove(vmid);
    }

    synchronized List<PveGuest> guests() {
        return List.copyOf(guests.values());
    }

    /** Adds a job, or changes the one of this id. */
    public synchronized FakePve job(PveJob job) {
        jobs.put(job.id(), job);
        return this;
    }

    /** Deletes a job. */
    public synchronized void removeJob(String id) {
        jobs.remove(id);
    }

    synchronized List<PveJob> jobs() {
        return List.copyOf(jobs.values());
    }

    /**
     * Starts a job as the schedulers of all nodes that are online do: a task on each node that has a guest to back up, deleted
     * ones included, or on each node if the job is over all guests.
     *
     * @return the tasks in the order of the nodes
     */
    public List<PveTask> startJob(String id) {
        synchronized (this) {
            PveJob job = Optional.ofNullable(jobs.get(id))
                    .orElseThrow(() -> new IllegalArgumentException("There is no job " + id));
            return nodes.values().stream()
                    .filter(PveNode::isOnline)
                    .filter(node ->
                            job.option("node").isEmpty() || job.option("node").equals(node.name()))
                    .flatMap(node -> start(job, node).stream())
                    .toList();
        }
    }

    private Optional<PveTask> start(PveJob job, PveNode node) {
        List<Integer> local = due(job, node.name());
        if (local.isEmpty() && !job.option("all").equals("1")) {
            return Optional.empty();
        }
        String workerId = local.size() == 1 ? Integer.toString(local.get(0)) : "";
        return Optional.of(node.start("vzdump", workerId, "root@pam").line(job.firstLine()));
    }

    /** The guests that a node backs up for a job now; a deleted one that the job names is due on every node. */
    private List<Integer> due(PveJob job, String node) {
        List<Integer> due = new ArrayList<>(
                job.on(node, guests()).stream().map(PveGuest::vmid).toList());
        job.named().stream().filter(vmid -> !guests.containsKey(vmid)).forEach(due::add);
        return due;
    }

    /** Lets a task of {@link #startJob} back up what is due on its node, well, and end. */
    public PveTask finish(String job, PveTask task) {
        List<Integer> due;
        Map<Integer, PveGuest> known;
        synchronized (this) {
            due = due(
                    Optional.ofNullable(jobs.get(job)).orElseThrow(),
                    task.node().name());
            known = new TreeMap<>(guests);
        }
        for (int vmid : due) {
            PveGuest guest = known.get(vmid);
            if (guest == null) {
                task.failGuest(vmid, "unable to find VM '" + vmid + "'");
            } else {
                task.backUp(vmid, guest.name());
            }
        }
        return task.end();
    }

    /** Runs a job on all nodes from its start to its good end, and returns the tasks. */
    public List<PveTask> runJob(String id) {
        List<PveTask> tasks = startJob(id);
        tasks.forEach(task -> finish(id, task));
        return tasks;
    }

    /** From now on this goes wrong with every request whose path and query contain this text, until {@link #heal()}. */
    public void fault(String part, ApiFault fault) {
        faults.add(part, fault);
    }

    /** Ends every fault. */
    public void heal() {
        faults.heal();
    }

    /** Answers on the loop's thread. */
    void serve(PveNode asked, Exchange exchange) {
        PveReply reply;
        Duration delay;
        synchronized (this) {
            reply = new PveRoutes(this, asked, exchange.request(), token).reply();
            delay = delay(asked, reply);
        }
        Response response = reply.response(asked, exchange.request());
        asked.traffic().add(exchange.request().path(), exchange.request().size(), exchange.bytes(response).length);
        boolean last = reply.status() != 200;
        Optional<ApiFault> wrong = faults.of(exchange.request());
        if (wrong.isPresent()) {
            wrong.get().happen(exchange, response, last);
        } else if (delay.isZero()) {
            exchange.answer(response, last);
        } else {
            exchange.after(delay, () -> exchange.answer(response, last));
        }
    }

    private Duration delay(PveNode asked, PveReply reply) {
        if (reply.status() == 401) {
            return denialDelay;
        }
        return switch (reply.from()) {
            case PROXY_TIMEOUT -> proxyTimeout;
            case ASKED, DAEMON -> asked.slowness();
            case OTHER_NODE ->
                reply.about().map(PveNode::slowness).orElse(Duration.ZERO).plus(asked.slowness());
        };
    }

    @Override
    public void close() {
        nodes.values().forEach(PveNode::offline);
        if (ownLoop != null) {
            ownLoop.close();
        }
    }
}
