package dev.allclear.pipeline;

import dev.allclear.config.MsgTemplate;
import dev.allclear.task.TaskOutcome;
import dev.allclear.verdict.Heartbeat;
import dev.allclear.verdict.Heartbeat.JobWatch;
import dev.allclear.verdict.Heartbeat.TaskWatch;
import dev.allclear.verdict.Judge;
import dev.allclear.verdict.Verdict.AllClear;
import java.time.Duration;
import java.util.Map;

/** The text beside a beat, for example {@code backup-3f1c0b6e: 14/14 guests, 41 min}. */
final class PushMessage {

    /** What is sent when the heartbeat has no {@code msg} of its own. */
    static final String DEFAULT = "{{job}}: {{guests}}/{{total}} guests, {{duration}}{{warnings}}";

    private PushMessage() {}

    static String render(String template, Heartbeat heartbeat, TaskOutcome outcome, AllClear verdict) {
        Map<String, String> values = Map.of(
                "job", subject(heartbeat),
                "heartbeat", heartbeat.name(),
                "guests", String.valueOf(verdict.guests()),
                "total", String.valueOf(Judge.expectedGuests(heartbeat, outcome)),
                "duration", words(verdict.duration()),
                "warnings", warnings(verdict.warnings()),
                "node", outcome.upid().node());
        return MsgTemplate.render(template, values);
    }

    private static String subject(Heartbeat heartbeat) {
        return heartbeat.watch() instanceof JobWatch job ? job.jobId() : ((TaskWatch) heartbeat.watch()).type();
    }

    private static String warnings(int number) {
        return switch (number) {
            case 0 -> "";
            case 1 -> ", 1 warning";
            default -> ", " + number + " warnings";
        };
    }

    /** A duration as people say it: {@code 35 s}, {@code 41 min}, {@code 2 h 5 min}. */
    static String words(Duration duration) {
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
