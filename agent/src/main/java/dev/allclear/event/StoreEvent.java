package dev.allclear.event;

import dev.allclear.event.Block.Fact;
import dev.allclear.event.Block.Facts;
import dev.allclear.task.DatastoreReport;
import dev.allclear.task.TaskOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The events of a backup server's jobs. */
final class StoreEvent {

    private final TaskDraft draft;
    private final DatastoreReport report;
    private final String store;
    private final String[] id;

    private StoreEvent(TaskOutcome outcome, TaskScene scene, String type) {
        draft = new TaskDraft(outcome, scene, type);
        report = outcome.datastore();
        store = Objects.requireNonNullElse(report.datastore(), "");
        id = outcome.upid().id().split(":", -1);
        draft.field("datastore", store);
    }

    static Event of(TaskOutcome outcome, TaskScene scene) {
        return switch (outcome.upid().type()) {
            case "garbage_collection" -> new StoreEvent(outcome, scene, "gc").collection();
            case "prunejob" -> new StoreEvent(outcome, scene, "prune").prune();
            case "syncjob" -> new StoreEvent(outcome, scene, "sync").sync();
            case "verificationjob" -> new StoreEvent(outcome, scene, "verification").verification();
            default -> new StoreEvent(outcome, scene, "tape-backup").tape();
        };
    }

    private Event collection() {
        List<Fact> facts = facts();
        facts.add(new Fact("Task ID", draft.outcome.upid().toString()));
        draft.add(new Facts(facts));
        Map<String, Long> figures = report.figures();
        List<Fact> garbage = new ArrayList<>();
        size(garbage, "Removed garbage", "removed-bytes");
        number(garbage, "Removed chunks", "removed-chunks");
        number(garbage, "Leftover bad chunks", "bad-chunks");
        number(garbage, "Missing chunks", "missing-chunks");
        Long pending = figures.get("pending-bytes");
        if (pending != null) {
            Long chunks = figures.get("pending-chunks");
            garbage.add(new Fact(
                    "Pending removals", Amounts.size(pending) + (chunks == null ? "" : " (in " + chunks + " chunks)")));
        }
        size(garbage, "Original Data usage", "original-bytes");
        Long disk = figures.get("disk-bytes");
        if (disk != null) {
            Long original = figures.get("original-bytes");
            String share = original == null || original == 0
                    ? ""
                    : String.format(Locale.ROOT, " (%.2f%%)", 100.0 * disk / original);
            garbage.add(new Fact("On-Disk usage", Amounts.size(disk) + share));
        }
        number(garbage, "On-Disk chunks", "disk-chunks");
        Long factor = figures.get("dedup-thousandths");
        if (factor != null) {
            garbage.add(new Fact("Deduplication Factor", String.format(Locale.ROOT, "%.2f", factor / 1000.0)));
        }
        if (!garbage.isEmpty()) {
            draft.add(new Facts(garbage));
        }
        return done("Garbage Collect Datastore '" + store + "'", "Garbage collection");
    }

    private Event prune() {
        draft.add(new Facts(job()));
        return done("Pruning datastore '" + store + "'", "Pruning");
    }

    private Event sync() {
        // REMOTE:REMOTE-STORE:STORE:NAMESPACE:JOB, a dash for a local one.
        String remote = part(0);
        String remoteStore = part(1);
        boolean local = remote.equals("-") || remote.isEmpty();
        List<Fact> facts = job();
        if (local) {
            facts.add(new Fact("Local Source Store", remoteStore));
        } else {
            facts.add(new Fact("Remote", remote));
            facts.add(new Fact("Remote Store", remoteStore));
        }
        draft.add(new Facts(facts));
        return done(
                (local ? "Sync local datastore '" : "Sync remote '" + remote + "' datastore '") + remoteStore + "'",
                "Synchronization");
    }

    private Event verification() {
        draft.add(new Facts(job()));
        String broken = brokenOnes(draft.scene.log());
        if (draft.failed() && !broken.isEmpty()) {
            draft.say("Verification failed on these snapshots/groups:");
            draft.say(broken);
            return event("Verify Datastore '" + store + "'");
        }
        return done("Verify Datastore '" + store + "'", "Verification");
    }

    private Event tape() {
        draft.field("media-pool", part(1));
        List<Fact> facts = job();
        facts.add(new Fact("Tape Pool", part(1)));
        facts.add(new Fact("Tape Drive", part(2)));
        facts.add(new Fact(
                "Duration", Amounts.time(Duration.between(draft.outcome.upid().started(), draft.outcome.ended()))));
        number(facts, "Snapshots", "snapshots");
        draft.add(new Facts(facts));
        String job = jobId();
        return done(
                "Tape Backup " + (job == null ? "" : "'" + job + "' ") + "datastore '" + store + "'", "Tape Backup");
    }

    /** Says how it went, and makes the event. */
    private Event done(String title, String what) {
        if (draft.failed()) {
            draft.say(what + " failed: " + draft.error());
        } else {
            draft.say(what + " successful.");
        }
        return event(title);
    }

    private Event event(String title) {
        int warnings = draft.warnings();
        boolean failed = draft.failed();
        boolean doubtful = warnings > 0 || (!failed && !report.doubts().isEmpty());
        if (warnings > 0) {
            draft.say("The task ended with " + Amounts.counted(warnings, "warning") + ".");
        }
        if (!failed && report.idle() != null) {
            draft.say("It did nothing: " + report.idle() + ".");
        }
        if (!report.doubts().isEmpty()) {
            draft.say(String.join("\n", report.doubts()));
        }
        if (failed || doubtful) {
            draft.log();
        }
        String web = draft.scene.web();
        draft.link((web == null ? "https://" + draft.fqdn() + ":8007" : web)
                + (failed ? "/#pbsServerAdministration:tasks" : "/#DataStore-" + store));
        return draft.event(
                failed ? Severity.ERROR : doubtful ? Severity.WARNING : Severity.INFO,
                title + (failed ? " failed" : " successful"));
    }

    private List<Fact> facts() {
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact("Datastore", store));
        return facts;
    }

    /** The facts of every job; its id becomes a field. */
    private List<Fact> job() {
        List<Fact> facts = new ArrayList<>();
        String job = jobId();
        if (job != null) {
            draft.field("job-id", job);
            facts.add(new Fact("Job ID", job));
        }
        facts.addAll(facts());
        if (!report.namespace().isEmpty()) {
            facts.add(new Fact("Namespace", report.namespace()));
        }
        return facts;
    }

    private @Nullable String jobId() {
        String told = report.jobId();
        return told == null ? draft.scene.jobId() : told;
    }

    private String part(int index) {
        return index < id.length ? id[index] : "";
    }

    private void size(List<Fact> facts, String label, String figure) {
        Long value = report.figures().get(figure);
        if (value != null) {
            facts.add(new Fact(label, Amounts.size(value)));
        }
    }

    private void number(List<Fact> facts, String label, String figure) {
        Long value = report.figures().get(figure);
        if (value != null) {
            facts.add(new Fact(label, String.valueOf(value)));
        }
    }

    /** What the log lists as broken at its end, each on a line of its own and indented; empty if it lists nothing. */
    private static String brokenOnes(String log) {
        StringBuilder list = new StringBuilder();
        boolean listing = false;
        for (String line : log.split("\n", -1)) {
            if (line.contains("Failed to verify the following ")) {
                listing = true;
                list.setLength(0);
            } else if (listing) {
                int tab = line.indexOf(": \t");
                if (tab < 0) {
                    listing = false;
                } else {
                    list.append("    ").append(line.substring(tab + 3).strip()).append('\n');
                }
            }
        }
        return list.toString();
    }
}
