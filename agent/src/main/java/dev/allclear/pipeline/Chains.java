package dev.allclear.pipeline;

import dev.allclear.ledger.Entries;
import dev.allclear.ledger.RunRow;
import dev.allclear.verdict.Chain;
import dev.allclear.verdict.Heartbeat;
import dev.allclear.verdict.Heartbeat.ChainWatch;
import dev.allclear.verdict.Heartbeat.RunWatch;
import dev.allclear.verdict.Heartbeat.StoreWatch;
import dev.allclear.verdict.Verdict;
import dev.allclear.verdict.Verdict.AllClear;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Heartbeats with several requirements: each is judged for itself, under a name of its own, and pushes nothing. */
public final class Chains {
    /** How many runs of each step are looked at. */
    private static final int REACH = 50;

    private Chains() {}

    /** The steps of a heartbeat, as heartbeats of their own; empty when it is no chain. */
    public static List<Heartbeat> steps(Heartbeat heartbeat) {
        List<Heartbeat> steps = new ArrayList<>();
        if (heartbeat.watch() instanceof ChainWatch chain) {
            for (RunWatch requirement : chain.requirements()) {
                steps.add(new Heartbeat(
                        heartbeat.name() + " " + (steps.size() + 1),
                        requirement,
                        heartbeat.guests(),
                        heartbeat.warningsOk()
                                && (!(requirement instanceof StoreWatch store)
                                        || store.kind().warningsOk()),
                        heartbeat.emptyOk(),
                        heartbeat.manualCounts(),
                        heartbeat.grace(),
                        heartbeat.maxAge()));
            }
        }
        return steps;
    }

    /** How a chain stands, by the judged runs of its steps. */
    public static Chain standing(Heartbeat heartbeat, Entries entries) {
        List<Heartbeat> steps = steps(heartbeat);
        Instant since = entries.runs()
                .newestAllClear(heartbeat.name())
                .map(RunRow::ended)
                .orElse(Instant.MIN);
        return Chain.of(
                steps.stream().map(step -> PushMessage.subject(step.watch())).toList(),
                steps.stream()
                        .map(step -> entries.runs().newest(step.name(), REACH).stream()
                                .map(run -> new Chain.Link(
                                        run.run(), run.started(), run.ended(), run.verdict() instanceof AllClear))
                                .toList())
                        .toList(),
                since);
    }

    /** The verdict over a chain after one of its steps was judged; empty while it waits, and when it was said before. */
    static Optional<Judgement> judge(HeartbeatRule heartbeat, Judgement step, Entries entries, Instant now) {
        Verdict verdict = step.run().verdict();
        if (!(verdict instanceof AllClear)) {
            List<String> reasons = new ArrayList<>();
            verdict.reasons()
                    .forEach(reason -> reasons.add(
                            PushMessage.subject(step.heartbeat().rule().watch()) + ": " + reason));
            Verdict broken = verdict instanceof Verdict.Missed
                    ? new Verdict.Missed(reasons)
                    : verdict instanceof Verdict.Failed ? new Verdict.Failed(reasons) : new Verdict.Incomplete(reasons);
            return record(
                    heartbeat,
                    step.run(),
                    broken,
                    step.run().started(),
                    step.run().ended(),
                    entries,
                    now);
        }
        Chain chain = standing(heartbeat.rule(), entries);
        if (!chain.complete()) {
            return Optional.empty();
        }
        Chain.Link first = chain.runs().get(0);
        Chain.Link last = chain.runs().get(chain.runs().size() - 1);
        List<String> reasons = new ArrayList<>();
        chain.runs().forEach(run -> reasons.add("succeeded, ended " + run.ended() + ": " + run.run()));
        AllClear allClear = new AllClear(0, 0, Duration.between(first.started(), last.ended()), reasons);
        RunRow named =
                entries
                        .runs()
                        .newest(
                                steps(heartbeat.rule())
                                        .get(chain.runs().size() - 1)
                                        .name(),
                                REACH)
                        .stream()
                        .filter(run -> run.run().equals(last.run()))
                        .findFirst()
                        .orElse(step.run());
        return record(heartbeat, named, allClear, first.started(), last.ended(), entries, now);
    }

    private static Optional<Judgement> record(
            HeartbeatRule heartbeat,
            RunRow run,
            Verdict verdict,
            Instant started,
            Instant ended,
            Entries entries,
            Instant now) {
        RunRow row = new RunRow(
                heartbeat.name(),
                run.run(),
                verdict,
                started,
                ended,
                now,
                run.learned(),
                "its requirements, in order: "
                        + PushMessage.subject(heartbeat.rule().watch()));
        return entries.runs().record(row)
                ? Optional.of(new Judgement(heartbeat, List.of(), row, ""))
                : Optional.empty();
    }
}
