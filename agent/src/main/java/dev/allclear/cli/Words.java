package dev.allclear.cli;

import dev.allclear.ledger.DeliveryRow;
import dev.allclear.verdict.Heartbeat.ChainWatch;
import dev.allclear.verdict.Heartbeat.JobWatch;
import dev.allclear.verdict.Heartbeat.RunWatch;
import dev.allclear.verdict.Heartbeat.StoreWatch;
import dev.allclear.verdict.Heartbeat.TaskWatch;
import dev.allclear.verdict.Heartbeat.Watch;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How values look in the terminal. */
final class Words {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());

    private Words() {}

    /** Local time of this host. */
    static String time(@Nullable Instant instant) {
        return instant == null ? "-" : TIME.format(instant);
    }

    /** Local time in a zone. */
    static String time(Instant instant, ZoneId zone) {
        return TIME.withZone(zone).format(instant);
    }

    /** {@code 1 disk}, {@code 2 disks}. */
    static String counted(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    /** The text of a push, {@code "backup-1: 14/14 guests"}; with the word before it when it says that something is wrong. */
    static String said(DeliveryRow delivery) {
        return (delivery.up() ? "" : delivery.signal() + " ") + "\"" + delivery.msg() + "\"";
    }

    static String of(Watch watch) {
        if (watch instanceof ChainWatch chain) {
            return chain.requirements().stream().map(Words::of).collect(Collectors.joining(", then "));
        }
        if (watch instanceof RunWatch run) {
            return run(run) + (run.source() == null ? "" : " on " + run.source());
        }
        return "the agent itself";
    }

    private static String run(RunWatch watch) {
        if (watch instanceof StoreWatch store) {
            return "task " + store.kind().word() + ":" + store.id();
        }
        return watch instanceof JobWatch job ? "job " + job.jobId() : "task " + ((TaskWatch) watch).type();
    }
}
