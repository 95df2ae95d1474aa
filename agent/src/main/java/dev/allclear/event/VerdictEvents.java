package dev.allclear.event;

import dev.allclear.event.Block.Fact;
import dev.allclear.event.Block.Facts;
import dev.allclear.event.Block.Paragraph;
import dev.allclear.verdict.Verdict;
import dev.allclear.verdict.Verdict.AllClear;
import dev.allclear.verdict.Verdict.Empty;
import dev.allclear.verdict.Verdict.Failed;
import dev.allclear.verdict.Verdict.Incomplete;
import dev.allclear.verdict.Verdict.Missed;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The events of whole runs, of type {@code heartbeat}: what Proxmox has none for, since it tells of tasks only. Pure and
 * thread-safe.
 *
 * <p>The identity names heartbeat, run and verdict, so that a run that is first incomplete and then proven makes two.
 */
public final class VerdictEvents {

    /** The type of these events. */
    public static final String TYPE = "heartbeat";

    private static final int LONGEST_REASON = 160;

    private VerdictEvents() {}

    /**
     * A run was judged.
     *
     * @param before the runs right before it that were no all-clear; null if the last one was, or none is known
     */
    public static Event judged(HeartbeatRun run, Verdict verdict, @Nullable Reds before) {
        List<Block> body = new ArrayList<>();
        List<Fact> facts = facts(run);
        facts.add(new Fact("Verdict", verdict.word()));
        if (verdict instanceof AllClear clear) {
            if (clear.guests() > 0) {
                facts.add(new Fact("Guests", String.valueOf(clear.guests())));
            }
            facts.add(new Fact("Duration", Amounts.time(clear.duration())));
            if (clear.warnings() > 0) {
                facts.add(new Fact("Warnings", String.valueOf(clear.warnings())));
            }
        }
        if (before != null) {
            facts.add(new Fact("Before", runs(before) + " since " + time(before.since())));
        }
        body.add(new Facts(facts));
        body.add(new Paragraph(reasons(verdict.reasons())));
        body.add(new Paragraph(meaning(verdict)));
        return event(run, verdict.word(), severity(verdict), title(run, verdict, before), body);
    }

    /**
     * A run takes longer than it may.
     *
     * @param words since when and why that matters, a sentence each
     */
    public static Event overdue(HeartbeatRun run, List<String> words) {
        List<Fact> facts = facts(run);
        facts.add(new Fact("State", "overdue"));
        List<Block> body = List.of(
                new Facts(facts),
                new Paragraph(reasons(words)),
                new Paragraph("The run may still become an all-clear; until then nothing is pushed."));
        return event(run, "overdue", Severity.WARNING, run.heartbeat() + " is overdue" + first(words), body);
    }

    /**
     * A reminder that a heartbeat is still no all-clear.
     *
     * @param run the last run that was judged, {@code at} being now
     * @param reasons why that one was no all-clear
     * @param number which reminder it is since then, from 1
     */
    public static Event reminder(HeartbeatRun run, Reds reds, List<String> reasons, int number) {
        List<Fact> facts = facts(run);
        facts.add(new Fact("Verdict", reds.word()));
        facts.add(new Fact("Since", time(reds.since())));
        Duration lasting = Duration.between(reds.since(), run.at());
        facts.add(new Fact("For", Amounts.time(lasting.truncatedTo(ChronoUnit.MINUTES))));
        facts.add(new Fact("Runs", runs(reds)));
        List<Block> body = List.of(new Facts(facts), new Paragraph(reasons(reasons)));
        Severity severity = severity(reds.word());
        String title = run.heartbeat() + " still " + reds.word() + " since " + time(reds.since()) + first(reasons);
        return event(run, "reminder " + reds.since().getEpochSecond() + " " + number, severity, title, body);
    }

    private static String title(HeartbeatRun run, Verdict verdict, @Nullable Reds before) {
        if (verdict instanceof AllClear clear) {
            String guests = clear.guests() > 0 ? Amounts.counted(clear.guests(), "guest") + ", " : "";
            String all = "all-clear (" + guests + Amounts.time(clear.duration()) + ")";
            return before == null
                    ? run.heartbeat() + ": " + all
                    : run.heartbeat() + " works again: " + all + " after " + runs(before) + " since "
                            + time(before.since());
        }
        String number = before == null ? "" : " (" + (before.runs() + 1) + " in a row)";
        return run.heartbeat() + " " + verdict.word() + number + first(verdict.reasons());
    }

    private static Severity severity(Verdict verdict) {
        if (verdict instanceof AllClear) {
            return Severity.INFO;
        }
        return verdict instanceof Failed || verdict instanceof Missed ? Severity.ERROR : Severity.WARNING;
    }

    private static Severity severity(String word) {
        return word.equals("failed") || word.equals("missed") ? Severity.ERROR : Severity.WARNING;
    }

    private static String meaning(Verdict verdict) {
        if (verdict instanceof AllClear) {
            return "Everything that belongs to the run is proven, so the all-clear is pushed.";
        }
        if (verdict instanceof Incomplete) {
            return "Nothing is known to be wrong, but not everything is proven, so nothing is pushed. The run is judged"
                    + " again if a proof comes.";
        }
        if (verdict instanceof Empty) {
            return "A run that backed up nothing is no all-clear, so nothing is pushed; `empty ok` would allow it.";
        }
        return "The run is no all-clear, so the monitor gets no push and alarms in its own time.";
    }

    /** How the identities of all events of a heartbeat begin. */
    public static String identity(String heartbeat) {
        return "heartbeat " + heartbeat + " ";
    }

    private static Event event(HeartbeatRun run, String what, Severity severity, String title, List<Block> body) {
        SortedMap<String, String> fields = new TreeMap<>();
        fields.put(Event.TYPE, TYPE);
        fields.put("heartbeat", run.heartbeat());
        if (run.jobId() != null) {
            fields.put("job-id", run.jobId());
        }
        if (run.source() != null) {
            fields.put("source", run.source());
        }
        String identity = identity(run.heartbeat()) + run.run() + " " + what;
        return new Event(
                identity, severity, run.at(), fields, SafeText.line(title).strip(), body);
    }

    private static List<Fact> facts(HeartbeatRun run) {
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact("Heartbeat", run.heartbeat()));
        if (run.jobId() != null) {
            facts.add(new Fact("Job ID", run.jobId()));
        }
        if (run.source() != null) {
            facts.add(new Fact("Source", run.source()));
        }
        facts.add(new Fact("Run", run.run()));
        return facts;
    }

    private static String reasons(List<String> reasons) {
        return reasons.stream().map(reason -> "- " + SafeText.line(reason)).collect(Collectors.joining("\n"));
    }

    private static String first(List<String> reasons) {
        return reasons.isEmpty() ? "" : ": " + Amounts.atMost(LONGEST_REASON, reasons.get(0));
    }

    private static String runs(Reds reds) {
        return Amounts.counted(reds.runs(), "run") + " without all-clear";
    }

    private static String time(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
