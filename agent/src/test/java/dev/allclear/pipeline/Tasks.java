package dev.allclear.pipeline;

import dev.allclear.task.Guest;
import dev.allclear.task.TaskOutcome;
import dev.allclear.task.TaskState;
import dev.allclear.task.Upid;
import dev.allclear.task.VzdumpReport;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Ended tasks for tests, in few words. */
final class Tasks {
    static final Instant EVENING = Instant.parse("2026-11-20T21:00:00Z");

    private Tasks() {}

    static Upid upid(int number, Instant started) {
        return new Upid(
                Upid.Product.PVE, "pve1", number, number, 0, started.getEpochSecond(), "vzdump", "", "root@pam");
    }

    static TaskOutcome good(int number, Instant started) {
        return outcome(upid(number, started), new TaskState.Ok(), Guest.State.OK, "vzdump 101 --storage local");
    }

    static TaskOutcome bad(int number, Instant started) {
        return outcome(
                upid(number, started),
                new TaskState.Failed("job errors"),
                Guest.State.FAILED,
                "vzdump 101 --storage local");
    }

    static TaskOutcome outcome(Upid upid, TaskState state, Guest.State guestState, String command) {
        List<Guest> guests = new ArrayList<>();
        guests.add(new Guest(101, guestState, "lxc", "web01", null, null, null, "stop", null, -1, 0, null));
        return new TaskOutcome(
                upid,
                state,
                upid.started().plusSeconds(60),
                new VzdumpReport(command, guests, List.of(), true, null, false, false, 0));
    }
}
