package dev.allclear.ledger;

import dev.allclear.task.Guest;
import dev.allclear.task.TaskOutcome;
import dev.allclear.task.TaskState;
import dev.allclear.task.Upid;
import dev.allclear.task.VzdumpReport;
import dev.allclear.verdict.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.stream.IntStream;

/** Things to write into a ledger, in few words. */
final class Samples {
    static final Instant EVENING = Instant.parse("2026-11-20T21:00:00Z");

    private Samples() {}

    static Upid upid(int number) {
        return upid(number, EVENING.plusSeconds(number));
    }

    static Upid upid(int number, Instant started) {
        return new Upid(
                Upid.Product.PVE, "pve1", number, number, 0, started.getEpochSecond(), "vzdump", "", "root@pam");
    }

    static Upid upid(String node, int number, String type) {
        long started = EVENING.getEpochSecond() + number;
        return new Upid(Upid.Product.PVE, node, number, number, 0, started, type, "", "root@pam");
    }

    static TaskOutcome outcome(int number, TaskState state) {
        return outcome(upid(number), state, report(guest(101)));
    }

    static TaskOutcome outcome(Upid upid, TaskState state, VzdumpReport report) {
        return new TaskOutcome(upid, state, upid.started().plusSeconds(60), report);
    }

    static VzdumpReport report(Guest... guests) {
        return new VzdumpReport("vzdump 101 --storage local", List.of(guests), List.of(), true, null, false, false, 0);
    }

    static Guest guest(int vmid) {
        return new Guest(
                vmid,
                Guest.State.OK,
                "lxc",
                "web" + vmid,
                LocalDateTime.parse("2026-11-20T22:00:00"),
                LocalDateTime.parse("2026-11-20T22:03:07"),
                Duration.ofSeconds(187),
                "snapshot",
                "/var/lib/vz/dump/vzdump-lxc-" + vmid + "-2026_11_20-22_00_00.tar.zst",
                1_234_567_890_123L,
                0,
                null);
    }

    /** A night of ten guests. */
    static TaskOutcome night(int number) {
        Guest[] guests = IntStream.range(0, 10).mapToObj(i -> guest(101 + i)).toArray(Guest[]::new);
        return outcome(upid(number), new TaskState.Ok(), report(guests));
    }

    static RunRow run(String heartbeat, int number, Verdict verdict) {
        Upid upid = upid(number);
        return new RunRow(
                heartbeat,
                upid.toString(),
                verdict,
                upid.started(),
                upid.started().plusSeconds(60),
                upid.started().plusSeconds(61),
                false,
                "every vzdump task is a run of its own");
    }

    static Verdict allClear() {
        return new Verdict.AllClear(14, 1, Duration.ofMinutes(41), List.of("TASK OK", "every guest has a backup"));
    }

    static Verdict failed(String... reasons) {
        return new Verdict.Failed(List.of(reasons));
    }

    /** The success of the run of this number, due when it was created and good for twenty hours. */
    static NewDelivery delivery(String heartbeat, int number) {
        return beat(heartbeat + " " + number, heartbeat, number, true);
    }

    /** A beat of the run of this number, due when it was created and good for twenty hours. */
    static NewDelivery beat(String identity, String heartbeat, int number, boolean up) {
        Instant created = EVENING.plusSeconds(number);
        return new NewDelivery(
                identity,
                heartbeat,
                heartbeat,
                upid(number).toString(),
                created,
                number + " is well",
                Duration.ofMillis(2_460_001),
                created,
                created,
                created.plus(Duration.ofHours(20)),
                up);
    }
}
