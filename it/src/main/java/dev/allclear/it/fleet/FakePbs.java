package dev.allclear.it.fleet;

import dev.allclear.it.http.Exchange;
import dev.allclear.it.http.Loop;
import dev.allclear.it.http.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The API of a Proxmox Backup Server on a real socket with TLS, in the shapes of PBS 4.2 (recorded from its daemons). Tests
 * change what it is made of at any time. Thread-safe.
 */
public final class FakePbs implements AutoCloseable {
    /** The name of the token that {@link #token()} belongs to. */
    public static final String TOKEN_ID = "allclear@pbs!agent";

    private final String name;
    private final Loop loop = Loop.start("fake-pbs");
    private final Endpoint endpoint;
    private final Faults faults = new Faults();
    private final String token = UUID.randomUUID().toString();
    private final Map<String, Optional<String>> stores = new TreeMap<>();
    private final Map<String, PbsJob> jobs = new LinkedHashMap<>();
    private final Map<String, PbsTask> lastRuns = new LinkedHashMap<>();
    private final Map<String, PbsTask> lastGood = new LinkedHashMap<>();
    private final List<PackageUpdate> updates = new ArrayList<>();
    private final List<PbsTask> running = new ArrayList<>();
    private final List<PbsTask> archive = new ArrayList<>();
    private boolean auditor = true;
    private Duration denialDelay = Duration.ofMillis(50);
    private volatile Duration slowness = Duration.ZERO;
    private long number;

    private FakePbs(String name) {
        this.name = name;
        this.endpoint = new Endpoint(name, loop, true, this::serve);
    }

    /** Starts a server with these datastores. */
    public static FakePbs host(String name, String... stores) {
        FakePbs pbs = new FakePbs(name);
        for (String store : stores) {
            pbs.store(store, null);
        }
        return pbs;
    }

    String name() {
        return name;
    }

    Instant now() {
        return Instant.now();
    }

    /** Where it listens, as for {@code url} in agent.conf. It stays the same whatever happens. */
    public String url() {
        return endpoint.url();
    }

    /** SHA-256 of its certificate. */
    public String fingerprint() {
        return endpoint.fingerprint();
    }

    /** The secret of the token, for agent-priv.conf. */
    public String token() {
        return token;
    }

    /** Another certificate from now on: connections end. */
    public void changeCertificate() {
        endpoint.changeCertificate();
    }

    /** Powers it off. */
    public void offline() {
        endpoint.offline();
    }

    /** Powers it on again. */
    public void online() {
        endpoint.online();
    }

    /** It accepts connections and never says a word. */
    public void dead(boolean on) {
        endpoint.dead(on);
    }

    /** Every answer takes that long. */
    public void slow(Duration time) {
        slowness = time;
    }

    /** What was asked. */
    public Traffic traffic() {
        return endpoint.traffic();
    }

    /** Whether the token may audit everything (else lists are empty, and the rest is refused). */
    public synchronized void auditor(boolean on) {
        auditor = on;
    }

    synchronized boolean auditor() {
        return auditor;
    }

    /** How long a 401 takes; PBS waits 3 s, this 50 ms unless told otherwise. */
    public synchronized void denialDelay(Duration time) {
        denialDelay = time;
    }

    /** From now on this goes wrong with every request whose path and query contain this text, until {@link #heal()}. */
    public void fault(String part, ApiFault fault) {
        faults.add(part, fault);
    }

    /** Ends every fault. */
    public void heal() {
        faults.heal();
    }

    /**
     * Adds a datastore, or changes it.
     *
     * @param error why it cannot be opened; null when it can
     */
    public synchronized void store(String store, @Nullable String error) {
        stores.put(store, Optional.ofNullable(error));
    }

    synchronized Map<String, Optional<String>> stores() {
        return new TreeMap<>(stores);
    }

    /** A package can be updated. */
    public synchronized FakePbs update(PackageUpdate update) {
        updates.add(update);
        return this;
    }

    synchronized List<Fields> updateRows() {
        return updates.stream().map(PackageUpdate::pbs).toList();
    }

    /** Adds a job, or changes the one of this kind and id. */
    public synchronized FakePbs job(PbsJob job) {
        jobs.put(key(job), job);
        return this;
    }

    private static String key(PbsJob job) {
        return job.kind() + " " + job.id();
    }

    /** Rows of the list of this kind. */
    synchronized List<Fields> jobRows(PbsJob.Kind kind) {
        return jobs.values().stream()
                .filter(job -> job.kind() == kind)
                .map(job -> job.row(lastRuns.get(key(job)), null))
                .toList();
    }

    /** A row for each datastore that can be opened, whether its garbage collection has a schedule or not. */
    synchronized List<Fields> gcRows() {
        return stores.entrySet().stream()
                .filter(store -> store.getValue().isEmpty())
                .map(store -> PbsJob.gc(store.getKey()))
                .map(job -> jobs.getOrDefault(key(job), job))
                .map(job -> job.row(lastRuns.get(key(job)), lastGood.get(job.store())))
                .toList();
    }

    synchronized @Nullable PbsTask lastGoodGc(String store) {
        return lastGood.get(store);
    }

    /**
     * Starts a job as its schedule does, or as a person does.
     *
     * @return the task with the first lines of its log
     */
    public PbsTask startJob(PbsJob job, boolean bySchedule) {
        synchronized (this) {
            PbsTask task = start(job.kind().workerType(), job.workerId(), bySchedule ? "root@pam" : "admin@pbs");
            lastRuns.put(key(job), task);
            task.line(job.firstLine());
            return bySchedule ? task.line("task triggered by schedule '" + job.schedule() + "'") : task;
        }
    }

    /**
     * Starts a task of any type.
     *
     * @param id as people read it, for example {@code store1:vm/100}; empty for none
     */
    public PbsTask start(String type, String id, String user) {
        synchronized (this) {
            PbsTask task = new PbsTask(this, number++, now(), type, id, user);
            running.add(task);
            return task;
        }
    }

    void record(PbsTask task) {
        running.remove(task);
        archive.add(task);
        if (task.type().equals(PbsJob.Kind.GC.workerType()) && task.status().matches("OK|WARNINGS.*")) {
            lastGood.put(task.id(), task);
        }
    }

    /** Forgets all ended tasks but the newest. */
    public synchronized void rotateArchive(int keep) {
        archive.subList(0, Math.max(0, archive.size() - keep)).clear();
    }

    /** Running ones first, the last started first; then the newest recorded first. */
    synchronized List<PbsTask> tasks() {
        List<PbsTask> all = new ArrayList<>(running);
        Collections.reverse(all);
        List<PbsTask> old = new ArrayList<>(archive);
        Collections.reverse(old);
        all.addAll(old);
        return all;
    }

    /** Answers on the loop's thread. */
    private void serve(Exchange exchange) {
        PbsReply reply;
        Duration delay;
        synchronized (this) {
            reply = new PbsRoutes(this, exchange.request(), token).reply();
            delay = reply.status() == 401 ? denialDelay : slowness;
        }
        Response response = reply.response(now());
        traffic().add(exchange.request().path(), exchange.request().size(), exchange.bytes(response).length);
        boolean last = reply.status() == 401;
        Optional<ApiFault> wrong = faults.of(exchange.request());
        if (wrong.isPresent()) {
            wrong.get().happen(exchange, response, last);
        } else if (delay.isZero()) {
            exchange.answer(response, last);
        } else {
            exchange.after(delay, () -> exchange.answer(response, last));
        }
    }

    @Override
    public void close() {
        endpoint.offline();
        loop.close();
    }
}
