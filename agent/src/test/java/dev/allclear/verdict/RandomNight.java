package dev.allclear.verdict;

import dev.allclear.task.Guest;
import dev.allclear.task.TaskOutcome;
import dev.allclear.task.TaskState;
import dev.allclear.task.VzdumpReport;
import dev.allclear.verdict.Cluster.Resident;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Some night of some job on some cluster, in which most went well. Mutable, so that one more thing may go wrong; a copy is
 * independent.
 */
final class RandomNight {
    boolean all;

    @Nullable
    String pinned;

    final Set<Integer> named = new TreeSet<>();
    final SortedSet<Integer> excluded = new TreeSet<>();
    boolean pool;

    final SortedMap<String, Boolean> nodesThen = new TreeMap<>();
    final SortedMap<Integer, Resident> guestsThen = new TreeMap<>();
    boolean known = true;

    final SortedMap<String, Boolean> nodesLater = new TreeMap<>();
    final SortedSet<String> watched = new TreeSet<>();
    final SortedMap<Integer, Resident> guestsLater = new TreeMap<>();

    final SortedSet<Integer> list = new TreeSet<>();
    boolean warningsOk;
    boolean emptyOk;
    boolean early;

    final Map<String, String> unseen = new TreeMap<>();
    final Map<String, String> notStarted = new TreeMap<>();
    final List<String> busy = new ArrayList<>();
    final List<String> gaps = new ArrayList<>();
    final List<TaskOutcome> tasks = new ArrayList<>();

    RandomNight() {}

    RandomNight(RandomNight other) {
        all = other.all;
        pinned = other.pinned;
        named.addAll(other.named);
        excluded.addAll(other.excluded);
        pool = other.pool;
        nodesThen.putAll(other.nodesThen);
        guestsThen.putAll(other.guestsThen);
        known = other.known;
        nodesLater.putAll(other.nodesLater);
        watched.addAll(other.watched);
        guestsLater.putAll(other.guestsLater);
        list.addAll(other.list);
        warningsOk = other.warningsOk;
        emptyOk = other.emptyOk;
        early = other.early;
        unseen.putAll(other.unseen);
        notStarted.putAll(other.notStarted);
        busy.addAll(other.busy);
        gaps.addAll(other.gaps);
        tasks.addAll(other.tasks);
    }

    static RandomNight from(Random random) {
        RandomNight night = new RandomNight();
        night.build(random);
        return night;
    }

    private void build(Random random) {
        int nodes = 1 + random.nextInt(4);
        for (int n = 1; n <= nodes; n++) {
            nodesThen.put("pve" + n, random.nextInt(20) > 0);
        }
        int guests = random.nextInt(7);
        for (int g = 0; g < guests; g++) {
            put(guestsThen, 101 + g, anyOf(nodesThen.keySet(), random), random.nextInt(3) > 0);
        }
        chooseJob(random);
        known = random.nextInt(8) > 0;
        warningsOk = random.nextBoolean();
        emptyOk = random.nextBoolean();
        early = random.nextInt(4) == 0;
        if (random.nextInt(6) == 0) {
            list.add(101 + random.nextInt(6));
            list.add(101 + random.nextInt(6));
        }
        happen(random);
        for (String node : nodesThen.keySet()) {
            if (random.nextInt(30) > 0 && (all || !asked(node).isEmpty() || random.nextInt(20) == 0)) {
                tasks.add(task(node, random));
            }
        }
        if (random.nextInt(20) == 0) {
            tasks.add(task(anyOf(nodesThen.keySet(), random), random));
        }
    }

    private void chooseJob(Random random) {
        int kind = random.nextInt(4);
        all = kind < 2;
        pool = kind == 2;
        if (kind == 1) {
            excluded.add(101 + random.nextInt(6));
        } else if (kind == 3) {
            guestsThen.keySet().stream().filter(vmid -> random.nextInt(3) > 0).forEach(named::add);
            named.add(random.nextInt(10) == 0 || guestsThen.isEmpty() ? 999 : anyOf(guestsThen.keySet(), random));
        }
        pinned = random.nextInt(6) == 0 ? anyOf(nodesThen.keySet(), random) : null;
    }

    /** What changes between the moment at which the run is due and the moment of judging. */
    private void happen(Random random) {
        nodesLater.putAll(nodesThen);
        guestsLater.putAll(guestsThen);
        watched.addAll(nodesThen.keySet());
        for (int vmid : List.copyOf(guestsThen.keySet())) {
            int fate = random.nextInt(40);
            if (fate == 0) {
                guestsLater.remove(vmid);
            } else if (fate < 4) {
                put(guestsLater, vmid, anyOf(nodesThen.keySet(), random), true);
            }
        }
        if (random.nextInt(10) == 0) {
            String from = anyOf(nodesThen.keySet(), random);
            String to = anyOf(nodesThen.keySet(), random);
            guestsThen.values().stream()
                    .filter(guest -> guest.node().equals(from))
                    .forEach(guest -> put(guestsLater, guest.vmid(), to, true));
        }
        if (random.nextInt(12) == 0) {
            put(guestsLater, 150, anyOf(nodesThen.keySet(), random), true);
        }
        for (String node : nodesThen.keySet()) {
            switch (random.nextInt(60)) {
                case 0 -> nodesLater.put(node, false);
                case 1 -> nodesLater.remove(node);
                case 2 -> watched.remove(node);
                case 3 -> unseen.put(node, "connection refused");
                case 4 -> busy.add(node);
                case 5 -> notStarted.put(node, "no such storage");
                default -> {
                    // Nothing happens to it.
                }
            }
        }
        if (random.nextInt(60) == 0) {
            nodesLater.clear();
            watched.clear();
        }
        if (random.nextInt(40) == 0) {
            gaps.add("a node was not seen");
        }
    }

    private TaskOutcome task(String node, Random random) {
        List<Guest> guests = new ArrayList<>();
        boolean failed = false;
        int warnings = 0;
        for (int vmid : asked(node)) {
            Guest.State state = random.nextInt(40) == 0 ? anyOf(List.of(Guest.State.values()), random) : Guest.State.OK;
            failed |= state == Guest.State.FAILED;
            warnings += state == Guest.State.WARNING ? 1 : 0;
            guests.add(guest(vmid, state));
        }
        TaskState state = failed
                ? new TaskState.Failed("job errors")
                : warnings > 0 ? new TaskState.Warnings(warnings) : new TaskState.Ok();
        boolean whole = true;
        switch (random.nextInt(80)) {
            case 0 -> state = new TaskState.Failed("interrupted by signal");
            case 1 -> state = TaskState.ofLastLine("");
            case 2 -> state = new TaskState.Unknown("cannot read its log");
            case 3 -> state = new TaskState.Running();
            case 4 -> whole = false;
            default -> {
                // It ended as it should.
            }
        }
        Instant started = Nodes.DUE.plusSeconds(random.nextInt(1200) - 600L);
        return new TaskOutcome(
                Nodes.upid(node, started),
                state,
                started.plusSeconds(random.nextInt(300) - 10L),
                new VzdumpReport("vzdump --quiet 1", guests, List.of(), whole, null, false, false, 0));
    }

    /** The guests of the job that a node finds on itself when it starts. */
    private List<Integer> asked(String node) {
        return guestsLater.values().stream()
                .filter(guest -> guest.node().equals(node) && (pinned == null || pinned.equals(node)))
                .filter(guest -> guest.vmid() == 150 ? all : asked(guest.vmid()))
                .map(Resident::vmid)
                .toList();
    }

    boolean asked(int vmid) {
        boolean meant = all || (pool ? inPool(vmid) : named.contains(vmid));
        return meant && !excluded.contains(vmid);
    }

    private boolean inPool(int vmid) {
        Resident guest = guestsThen.get(vmid);
        return guest != null && guest.pools().contains("gold");
    }

    static Guest guest(int vmid, Guest.State state) {
        int warnings = state == Guest.State.WARNING ? 1 : 0;
        return new Guest(vmid, state, "qemu", null, null, null, null, null, null, -1, warnings, null);
    }

    private static void put(Map<Integer, Resident> guests, int vmid, String node, boolean gold) {
        guests.put(vmid, new Resident(vmid, "qemu", node, null, gold ? Set.of("gold") : Set.of()));
    }

    static <T> T anyOf(Collection<T> some, Random random) {
        return List.copyOf(some).get(random.nextInt(some.size()));
    }

    private Job job() {
        Map<String, List<String>> options = new TreeMap<>();
        if (pool) {
            options.put("pool", List.of("gold"));
        } else if (named.isEmpty()) {
            options.put("all", List.of("1"));
        } else {
            options.put("vmid", List.of(Words.numbers(named)));
        }
        if (!excluded.isEmpty()) {
            options.put("exclude", List.of(Words.numbers(excluded)));
        }
        if (pinned != null) {
            options.put("node", List.of(pinned));
        }
        return new Job("nightly", true, options);
    }

    Standing judged() {
        SortedSet<String> everyNode = new TreeSet<>(nodesThen.keySet());
        Cluster then = known ? new Cluster(nodesThen, true, everyNode, guestsThen, true) : Cluster.UNKNOWN;
        Heartbeat heartbeat =
                new Heartbeat("nightly", new Heartbeat.JobWatch("nightly"), list, warningsOk, emptyOk, null);
        return Judge.judge(
                heartbeat,
                Expectation.freeze(job(), then, null, Nodes.DUE, Nodes.DUE),
                tasks,
                List.of(new JobLink.Told("nightly")),
                new Scene(
                        early ? Night.EARLY : Night.MORNING,
                        new Cluster(nodesLater, true, watched, guestsLater, true),
                        unseen,
                        notStarted,
                        busy,
                        gaps));
    }

    boolean isAllClear() {
        return judged().verdict() instanceof Verdict.AllClear;
    }

    @Override
    public String toString() {
        return "job " + job() + (known ? "" : ", unknown") + "\nthen " + nodesThen + guestsThen + "\nlater "
                + nodesLater
                + " watched " + watched + guestsLater + "\nlist " + list + " warningsOk " + warningsOk + " emptyOk "
                + emptyOk + " early " + early + "\nunseen " + unseen + " notStarted " + notStarted + " busy " + busy
                + " gaps " + gaps + "\n"
                + tasks.stream()
                        .map(task -> task.upid().node() + " " + task.state() + " "
                                + task.report().loopEnded() + " "
                                + task.report().guests().stream()
                                        .map(guest -> guest.vmid() + " " + guest.state())
                                        .toList())
                        .toList()
                + "\n" + judged();
    }
}
