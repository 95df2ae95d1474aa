package dev.allclear.pipeline;

import dev.allclear.config.MsgTemplate;
import dev.allclear.task.TaskOutcome;
import dev.allclear.verdict.Heartbeat.ChainWatch;
import dev.allclear.verdict.Heartbeat.JobWatch;
import dev.allclear.verdict.Heartbeat.RunWatch;
import dev.allclear.verdict.Heartbeat.StoreWatch;
import dev.allclear.verdict.Heartbeat.TaskWatch;
import dev.allclear.verdict.Heartbeat.Watch;
import dev.allclear.verdict.Verdict;
import dev.allclear.verdict.Verdict.AllClear;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The text beside a beat, for example {@code backup-3f1c0b6e: 14/14 guests, 41 min}. */
public final class PushMessage {

    /** What is sent when the heartbeat has no {@code msg} of its own. */
    static final String DEFAULT = "{{job}}: {{guests}}/{{total}} guests, {{duration}}{{warnings}}{{excluded}}";

    /** The same for jobs of a backup server. */
    static final String OF_STORE = "{{job}}: {{summary}}{{duration}}{{warnings}}";

    /** The same for several requirements. */
    static final String OF_CHAIN = "{{job}}: succeeded in this order, {{duration}}";

    /** Kuma shows one line, and more than that helps nobody. */
    private static final int LONGEST = 250;

    private PushMessage() {}

    /** The text for a watch when its heartbeat has none of its own. */
    static String usual(Watch watch) {
        return watch instanceof StoreWatch ? OF_STORE : watch instanceof ChainWatch ? OF_CHAIN : DEFAULT;
    }

    static String render(Judgement judgement, AllClear verdict) {
        List<TaskOutcome> outcomes = judgement.outcomes();
        String guests = String.valueOf(verdict.guests());
        Map<String, String> values = Map.of(
                "job", subject(judgement.heartbeat().rule().watch()),
                "heartbeat", judgement.heartbeat().name(),
                "guests", guests,
                // Of an all-clear no guest is missing.
                "total", guests,
                "duration", words(verdict.duration()),
                "warnings", warnings(verdict.warnings()),
                "excluded", judgement.lacking(),
                "summary", summary(outcomes),
                "node",
                        outcomes.stream()
                                .map(outcome -> outcome.upid().node())
                                .distinct()
                                .sorted()
                                .collect(Collectors.joining(", ")));
        return MsgTemplate.render(judgement.heartbeat().msg(), values);
    }

    /** What went wrong, in one line. */
    static String failure(Judgement judgement) {
        Verdict verdict = judgement.run().verdict();
        String text = subject(judgement.heartbeat().rule().watch()) + " " + verdict.word() + ": "
                + String.join("; ", verdict.reasons());
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 1) + "…";
    }

    /** What a watch is about, in words. */
    public static String subject(Watch watch) {
        if (watch instanceof JobWatch job) {
            return job.jobId();
        }
        if (watch instanceof TaskWatch task) {
            return task.type();
        }
        if (watch instanceof StoreWatch store) {
            return store.kind().word() + ":" + store.id();
        }
        return watch instanceof ChainWatch chain
                ? chain.requirements().stream().map(PushMessage::step).collect(Collectors.joining(", "))
                : "allclear";
    }

    private static String step(RunWatch requirement) {
        return (requirement.source() == null ? "" : requirement.source() + "/") + subject(requirement);
    }

    private static String summary(List<TaskOutcome> outcomes) {
        return outcomes.stream()
                .map(outcome -> outcome.datastore().summary())
                .filter(text -> !text.isEmpty())
                .map(text -> text + ", ")
                .collect(Collectors.joining());
    }

    private static String warnings(int number) {
        return switch (number) {
            case 0 -> "";
            case 1 -> ", 1 warning";
            default -> ", " + number + " warnings";
        };
    }

    /** A duration as people say it: {@code 35 s}, {@code 41 min}, {@code 2 h 5 min}. */
    public static String words(Duration duration) {
        long seconds = duration.toSeconds();
        if (seconds < 60) {
            return seconds + " s";
        }
        long minutes = Math.round(seconds / 60.0);
        return minutes < 60
                ? minutes + " min"
                : minutes / 60 + " h" + (minutes % 60 == 0 ? "" : " " + minutes % 60 + " min");
    }
}
