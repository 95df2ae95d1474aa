package dev.allclear.it.fleet;

import dev.allclear.it.world.VzdumpLines;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/** What a node's task list holds after some weeks: tasks of many types, a backup each night, now and then one that failed. */
final class History {
    private static final Duration DAY = Duration.ofDays(1);
    private static final int BY_DAY = 20;
    private static final long SEED = 20_260_821;
    private static final List<String> TYPES = List.of(
            "vncproxy",
            "qmstart",
            "qmshutdown",
            "qmsnapshot",
            "vzstart",
            "vzshutdown",
            "aptupdate",
            "srvreload",
            "imgdel",
            "prunebackups",
            "qmreboot",
            "download",
            "startall",
            "qmigrate",
            "vncshell",
            "resize");
    private static final List<String> GUEST_FREE =
            List.of("aptupdate", "startall", "srvreload", "download", "vncshell");

    private final Random random = new Random(SEED);
    private final List<Past> tasks = new ArrayList<>();
    private long pid = 0x1000;

    private History() {}

    /** So many tasks, the last one an hour before then; the oldest first. */
    static List<Past> of(int count, Instant now, PveJob nightly, List<PveGuest> guests) {
        History history = new History();
        Instant last = now.minus(Duration.ofHours(1));
        for (int day = 0; history.tasks.size() < count; day++) {
            history.day(last.minus(DAY.multipliedBy(day)), nightly, guests);
        }
        List<Past> newest = new ArrayList<>(history.tasks.subList(0, count));
        newest.sort(Comparator.comparing(Past::ended));
        return Collections.unmodifiableList(newest);
    }

    private void day(Instant end, PveJob nightly, List<PveGuest> guests) {
        Instant start = end.minus(Duration.ofMinutes(20));
        Script script = new Script(start);
        script.line(nightly.firstLine());
        boolean bad = random.nextInt(15) == 0;
        for (PveGuest guest : guests) {
            script.beginGuest(guest.vmid(), guest.name());
            if (bad && guest.equals(guests.get(0))) {
                script.failGuest(guest.vmid(), "job failed with err -5 - Input/output error");
            } else {
                script.finishGuest(guest.vmid());
            }
        }
        script.end();
        add(start, end, "vzdump", "", script.lines);
        for (int i = 1; i < BY_DAY; i++) {
            String type = TYPES.get(random.nextInt(TYPES.size()));
            String id = GUEST_FREE.contains(type)
                    ? ""
                    : Integer.toString(guests.get(random.nextInt(guests.size())).vmid());
            Instant at = end.minusSeconds(1200 + random.nextInt(80_000));
            boolean failed = random.nextInt(25) == 0;
            add(
                    at,
                    at.plusSeconds(random.nextInt(90)),
                    type,
                    id,
                    List.of(failed ? "TASK ERROR: connection timed out" : "TASK OK"));
        }
    }

    private void add(Instant start, Instant end, String type, String id, List<String> log) {
        pid += 7;
        TaskName name = new TaskName(pid, 0x0009_0000L + pid, start.getEpochSecond(), type, id, "root@pam");
        tasks.add(new Past(name, end.getEpochSecond(), VzdumpLines.status(log.get(log.size() - 1)), List.copyOf(log)));
    }

    private static final class Script extends VzdumpLines<Script> {
        final List<String> lines = new ArrayList<>();
        private final Instant time;

        Script(Instant time) {
            this.time = time;
        }

        @Override
        public Script line(String line) {
            lines.add(line);
            return this;
        }

        @Override
        public Script endWith(String finalLine) {
            return line(finalLine);
        }

        @Override
        protected Instant now() {
            return time;
        }
    }
}
