package dev.allclear.task;

import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the log of one vzdump task tells. Immutable and thread-safe.
 *
 * @param command the first line from {@code vzdump} on, as printed; null when the task ended before printing it
 * @param guests every guest the log speaks of, by ascending vmid, each once
 * @param skipped the guests of {@code skip external VMs}, which belong to other nodes; also in {@code guests} as external
 * @param loopEnded whether all guests of this node had their turn ({@code Backup job finished …} was printed)
 * @param jobError the reason of {@code Backup job failed - reason}; null when the log has none
 * @param lockTimeout whether the task gave up waiting for the node's vzdump lock
 * @param waitedForLock whether it waited for that lock and got it
 * @param pruned number of older backups removed
 */
public record VzdumpReport(
        @Nullable String command,
        List<Guest> guests,
        List<Integer> skipped,
        boolean loopEnded,
        @Nullable String jobError,
        boolean lockTimeout,
        boolean waitedForLock,
        int pruned) {

    /** What is known of a task whose log said nothing, or that has none. */
    public static final VzdumpReport NOTHING =
            new VzdumpReport(null, List.of(), List.of(), false, null, false, false, 0);

    public VzdumpReport {
        guests = List.copyOf(guests);
        skipped = List.copyOf(skipped);
    }

    /**
     * The guests of the log, and as missing those of {@code requested} that it does not speak of, by ascending vmid. For
     * tasks that ended before they printed what they were asked for, which only the job knows then.
     */
    public List<Guest> guestsOf(Collection<Integer> requested) {
        SortedMap<Integer, Guest> all = new TreeMap<>();
        requested.forEach(vmid -> all.put(vmid, Guest.untouched(vmid, Guest.State.MISSING)));
        guests.forEach(guest -> all.put(guest.vmid(), guest));
        return List.copyOf(all.values());
    }

    VzdumpReport withGuests(List<Guest> known) {
        return new VzdumpReport(command, known, skipped, loopEnded, jobError, lockTimeout, waitedForLock, pruned);
    }
}
