package dev.allclear.verdict;

import dev.allclear.task.Guest;
import dev.allclear.task.Guest.State;
import dev.allclear.task.TaskOutcome;
import dev.allclear.task.TaskState;
import dev.allclear.task.Upid;
import dev.allclear.task.VzdumpReport;
import dev.allclear.verdict.Heartbeat.JobWatch;
import dev.allclear.verdict.Heartbeat.TaskWatch;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Runs and heartbeats for tests, in few words. */
final class Runs {
    static final Upid UPID = new Upid(Upid.Product.PVE, "pve1", 1, 2, 0, 1_795_246_140L, "vzdump", "", "root@pam");
    static final Instant ENDED = Instant.ofEpochSecond(1_795_246_140L + 90);

    private @Nullable String command = "vzdump 101 102 --quiet 1 --storage local";
    private TaskState state = new TaskState.Ok();
    private final List<Guest> guests = new ArrayList<>();
    private final List<Integer> skipped = new ArrayList<>();
    private boolean loopEnded = true;
    private boolean lockTimeout;

    static Runs run() {
        return new Runs();
    }

    Runs command(@Nullable String text) {
        command = text;
        return this;
    }

    Runs endedIn(TaskState end) {
        state = end;
        return this;
    }

    Runs guest(int vmid, State guestState) {
        return guest(vmid, guestState, guestState == State.WARNING ? 1 : 0);
    }

    Runs guest(int vmid, State guestState, int warnings) {
        String error = guestState == State.FAILED ? "VM is locked (backup)" : null;
        guests.add(new Guest(vmid, guestState, "lxc", null, null, null, null, null, null, -1, warnings, error));
        return this;
    }

    Runs skipped(Integer... vmids) {
        skipped.addAll(Arrays.asList(vmids));
        for (int vmid : vmids) {
            guest(vmid, State.EXTERNAL);
        }
        return this;
    }

    Runs loopCut() {
        loopEnded = false;
        return this;
    }

    Runs lockTimeout() {
        lockTimeout = true;
        return this;
    }

    TaskOutcome outcome() {
        return new TaskOutcome(
                UPID, state, ENDED, new VzdumpReport(command, guests, skipped, loopEnded, null, lockTimeout, false, 0));
    }

    static Heartbeat everyTask(Integer... guests) {
        return new Heartbeat(
                "nightly", new TaskWatch("vzdump"), new TreeSet<>(List.of(guests)), true, false, Duration.ofHours(20));
    }

    static Heartbeat job(String id, Integer... guests) {
        return new Heartbeat(
                "nightly", new JobWatch(id), new TreeSet<>(List.of(guests)), true, false, Duration.ofHours(20));
    }

    static Heartbeat strict(Heartbeat heartbeat) {
        return new Heartbeat(
                heartbeat.name(),
                heartbeat.watch(),
                heartbeat.guests(),
                false,
                heartbeat.emptyOk(),
                heartbeat.maxAge());
    }

    static Heartbeat emptyOk(Heartbeat heartbeat) {
        return new Heartbeat(
                heartbeat.name(),
                heartbeat.watch(),
                heartbeat.guests(),
                heartbeat.warningsOk(),
                true,
                heartbeat.maxAge());
    }
}
