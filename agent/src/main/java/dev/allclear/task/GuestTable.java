package dev.allclear.task;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The guests of one vzdump log and their turns.
 *
 * <p>vzdump handles its guests one after the other. Output of hooks and tools looks like vzdump's own lines, though, so
 * a guest that seems to start and finish within the turn of another one was imitated, and is not believed.
 */
final class GuestTable {

    /** More guests than any node has; a log that names more is not remembered beyond. */
    static final int LIMIT = 100_000;

    private final Map<Integer, GuestBuilder> guests = new HashMap<>();
    private @Nullable GuestBuilder current;
    private long position;

    void start(int vmid, String kind) {
        GuestBuilder guest = guest(vmid);
        if (guest != null) {
            guest.start(kind, ++position);
        }
        current = guest;
    }

    /** A guest that never started cannot have finished; such a line proves nothing. */
    void finish(int vmid, Duration duration) {
        GuestBuilder guest = guests.get(vmid);
        if (guest != null) {
            guest.finish(duration, ++position);
            current = guest;
        }
    }

    /** A guest may fail before its turn begins. */
    void fail(int vmid, String reason) {
        GuestBuilder guest = guest(vmid);
        if (guest != null) {
            guest.fail(reason, ++position);
        }
        current = guest;
    }

    /** All guests had their turn: what follows belongs to none of them. */
    void endTurns() {
        current = null;
    }

    /** The guest that started, finished or failed last; null before the first and after the last one. */
    @Nullable
    GuestBuilder current() {
        return current;
    }

    /** The guest whose turn it is. */
    @Nullable
    GuestBuilder open() {
        return current != null && current.open() ? current : null;
    }

    boolean isEmpty() {
        return guests.isEmpty();
    }

    private @Nullable GuestBuilder guest(int vmid) {
        GuestBuilder known = guests.get(vmid);
        if (known == null && guests.size() < LIMIT) {
            known = new GuestBuilder(vmid);
            guests.put(vmid, known);
        }
        return known;
    }

    /**
     * All guests by ascending vmid.
     *
     * @param requested guests that the task was asked for
     * @param absent what it means if one of those had no turn
     * @param skipped guests that the task left to other nodes
     */
    List<Guest> build(Collection<Integer> requested, Guest.State absent, Collection<Integer> skipped) {
        SortedMap<Integer, Guest> all = new TreeMap<>();
        requested.forEach(vmid -> all.put(vmid, Guest.untouched(vmid, absent)));
        skipped.forEach(vmid -> all.put(vmid, Guest.untouched(vmid, Guest.State.EXTERNAL)));
        List<GuestBuilder> byStart = new ArrayList<>(guests.values());
        byStart.sort(Comparator.comparingLong(GuestBuilder::startedAt));
        long lastClosed = 0;
        for (GuestBuilder guest : byStart) {
            Guest built = guest.build(guest.startedAt() > lastClosed);
            all.put(built.vmid(), built);
            if (guest.startedAt() > 0) {
                lastClosed = Math.max(lastClosed, guest.closedAt());
            }
        }
        return List.copyOf(all.values());
    }
}
