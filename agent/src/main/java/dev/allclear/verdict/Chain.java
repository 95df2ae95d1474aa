package dev.allclear.verdict;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Whether several requirements have succeeded one after the other. Each step's proof is the newest run that ended before
 * the next step began, so that a sync proves the backup that it could copy; a newer failure in between breaks the chain.
 * Immutable.
 *
 * @param runs the run of each step, in order, as far as they are found from the last step on; complete when there are as
 *     many as steps
 * @param waitsFor what is missing, in words; empty when the chain is complete
 */
public record Chain(List<Link> runs, String waitsFor) {

    /**
     * A judged run of one step.
     *
     * @param run its name
     * @param allClear whether it was an all-clear
     */
    public record Link(String run, Instant started, Instant ended, boolean allClear) {}

    /**
     * Looks for the chain that ends with the newest all-clear of the last step.
     *
     * @param names what the steps are called, in order
     * @param steps the judged runs of each step, in any order
     * @param since the end of the chain that was pushed last; nothing that ended by then counts again
     */
    public static Chain of(List<String> names, List<List<Link>> steps, Instant since) {
        List<Link> found = new ArrayList<>();
        Instant before = Instant.MAX;
        for (int step = steps.size() - 1; step >= 0; step--) {
            Optional<Link> newest = newest(steps.get(step), before, since);
            if (newest.isEmpty() || !newest.get().allClear()) {
                String name = names.get(step);
                return new Chain(
                        List.of(),
                        newest.isEmpty()
                                ? "waits for a success of " + name
                                        + (found.isEmpty() ? "" : " before " + names.get(step + 1))
                                : "waits for " + name + " to succeed: its last run did not");
            }
            found.add(newest.get());
            before = newest.get().started();
        }
        Collections.reverse(found);
        return new Chain(List.copyOf(found), "");
    }

    private static Optional<Link> newest(List<Link> runs, Instant before, Instant since) {
        return runs.stream()
                .filter(run -> !run.ended().isAfter(before) && run.ended().isAfter(since))
                .max((one, other) -> one.ended().equals(other.ended())
                        ? one.run().compareTo(other.run())
                        : one.ended().compareTo(other.ended()));
    }

    /** Whether every step succeeded in order. */
    public boolean complete() {
        return waitsFor.isEmpty();
    }
}
