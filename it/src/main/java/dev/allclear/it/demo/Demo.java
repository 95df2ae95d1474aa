package dev.allclear.it.demo;

import dev.allclear.it.kuma.Beat;
import dev.allclear.it.kuma.FakeKuma;
import dev.allclear.it.world.Agent;
import dev.allclear.it.world.Host;
import dev.allclear.it.world.Night;
import dev.allclear.it.world.VzdumpTask;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A night in about twenty seconds: a good run, a partial failure, a killed worker, and a good run while Kuma is down.
 * The agent and both hook scripts watch the same night; in the end it is compared who called what a success.
 */
public final class Demo {
    private static final String USUAL = "hookusual1";
    private static final String UNTESTED = "hookuntest";
    private static final String OURS = "allclear01";
    private static final List<Integer> GUESTS = List.of(101, 102, 103);

    /** A run of the night, its line on the board, and how many beats each monitor had when it was over. */
    private record Run(Board.Line line, String time, String truth, Map<String, Integer> before) {
        int before(String token) {
            return before.getOrDefault(token, 0);
        }
    }

    private final PrintStream out;
    private final Board board;
    private final FakeKuma kuma;
    private final List<Hook> hooks;
    private final List<Run> runs = new ArrayList<>();
    private final List<String[]> summary = new ArrayList<>();

    private Demo(PrintStream out, boolean live, FakeKuma kuma, Path directory) {
        this.out = out;
        this.board = new Board(out, live);
        this.kuma = kuma;
        this.hooks = List.of(
                Hook.asUsuallyWritten(directory, kuma.pushUrl(USUAL)),
                Hook.withoutTheTest(directory, kuma.pushUrl(UNTESTED)));
    }

    /**
     * Plays the night.
     *
     * @param args {@code live} to redraw the table in place
     */
    public static void main(String[] args) throws Exception {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        Path directory = Files.createTempDirectory("allclear-demo");
        try (FakeKuma kuma = FakeKuma.v2()) {
            for (String token : List.of(OURS, USUAL, UNTESTED)) {
                kuma.addMonitor(token);
            }
            Demo demo = new Demo(out, args.length > 0 && args[0].equals("live"), kuma, directory);
            out.println("A night on a Proxmox host that is not there. Kuma listens on 127.0.0.1:" + kuma.port() + ".");
            Host host = Host.in(directory).heartbeat("nightly", "task vzdump", kuma.pushUrl(OURS));
            try (Agent agent = Agent.start(host).awaitReady();
                    Night night = new Night(host.tasks())) {
                Thread journal = new Thread(() -> demo.readJournal(agent), "journal");
                journal.setDaemon(true);
                journal.start();
                demo.play(night);
            }
            System.exit(demo.tell() ? 0 : 1);
        }
    }

    private void play(Night night) throws InterruptedException {
        goodRun(night, "01:00", "3 guests, all backed up");
        partialFailure(night);
        killedWorker(night);
        kuma.stop();
        Run down = goodRun(night, "04:00", "3 guests, all backed up; Kuma down");
        pause(2500);
        kuma.start();
        board.saw(down.line(), "task ok; Kuma is back");
        awaitBeats(OURS, 2);
        count(down);
    }

    private Run goodRun(Night night, String time, String truth) throws InterruptedException {
        Run run = begin(time, truth);
        VzdumpTask backup = night.task(101, 102, 103);
        hooks("job-start");
        for (int guest : GUESTS) {
            backUp(backup, guest);
        }
        hooks("job-end");
        backup.end();
        if (!truth.contains("down")) {
            awaitBeats(OURS, run.before(OURS) + 1);
            count(run);
        }
        return run;
    }

    private void partialFailure(Night night) throws InterruptedException {
        Run run = begin("02:00", "guest 102 fails: storage is full");
        VzdumpTask backup = night.task(101, 102, 103);
        hooks("job-start");
        backUp(backup, 101);
        backup.beginGuest(102, "mail01");
        pause(800);
        backup.failGuest(102, "job failed with err -28 - No space left on device");
        hooks("backup-abort", "snapshot", "102");
        backUp(backup, 103);
        hooks("job-end");
        backup.end();
        pause(1500);
        count(run);
    }

    private void killedWorker(Night night) throws InterruptedException {
        Run run = begin("03:00", "worker killed during guest 102");
        VzdumpTask backup = night.task(101, 102, 103);
        hooks("job-start");
        backUp(backup, 101);
        backup.beginGuest(102, "mail01");
        pause(800);
        backup.killWorker();
        pause(4500);
        count(run);
    }

    private void backUp(VzdumpTask backup, int guest) throws InterruptedException {
        hooks("backup-start", "snapshot", String.valueOf(guest));
        backup.beginGuest(guest, "guest" + guest);
        pause(500);
        backup.finishGuest(guest);
        hooks("backup-end", "snapshot", String.valueOf(guest));
    }

    private Run begin(String time, String truth) {
        Map<String, Integer> before = new LinkedHashMap<>();
        for (String token : List.of(OURS, USUAL, UNTESTED)) {
            before.put(token, kuma.beats(token).size());
        }
        Run run = new Run(board.add(time, truth), time, truth, before);
        board.saw(run.line(), "a task that runs");
        synchronized (runs) {
            runs.add(run);
        }
        return run;
    }

    private void hooks(String... phase) throws InterruptedException {
        for (Hook hook : hooks) {
            hook.call(phase);
        }
    }

    private void readJournal(Agent agent) {
        int told = 0;
        try {
            while (agent.alive()) {
                List<String> lines = agent.lines();
                lines.subList(told, lines.size()).forEach(this::journal);
                told = lines.size();
                pause(50);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What the agent says in the journal belongs to the newest run. */
    private void journal(String text) {
        Run run = newest();
        if (run == null) {
            return;
        }
        if (text.contains("nightly: all-clear")) {
            board.saw(run.line(), "task ok");
            board.decided(run.line(), "ALL-CLEAR");
        } else if (text.contains("nightly: failed")) {
            board.saw(run.line(), text.contains("no final line") ? "worker gone, no end" : "task ended in error");
            board.decided(run.line(), "FAILED, no push");
        } else if (text.contains("nightly: pushed")) {
            board.pushed(run.line(), text.substring(text.indexOf("pushed") + 7).replace("vzdump: ", ""));
        } else if (text.contains("did not succeed")) {
            board.pushed(run.line(), "waits: connection refused");
        }
    }

    private @Nullable Run newest() {
        synchronized (runs) {
            return runs.isEmpty() ? null : runs.get(runs.size() - 1);
        }
    }

    private void awaitBeats(String token, int number) throws InterruptedException {
        Instant deadline = Instant.now().plus(Duration.ofSeconds(20));
        while (kuma.beats(token).size() < number && Instant.now().isBefore(deadline)) {
            pause(50);
        }
        pause(500);
    }

    private void count(Run run) {
        summary.add(new String[] {
            run.time(), run.truth(), said(run, OURS), said(run, USUAL), said(run, UNTESTED),
        });
    }

    private String said(Run run, String token) {
        List<Beat> beats = kuma.beats(token);
        return beats.size() > run.before(token) ? "success" : "-";
    }

    private boolean tell() {
        out.println();
        out.println("The same night, as three dead man's switches saw it:");
        out.println();
        out.print(Board.summary(summary));
        out.println();
        out.println(
                "The usual hook waits for a status that Proxmox never gives, so it never pushes. Without that test it");
        out.println(
                "pushes after failures too, is not called when the worker is killed, and its push is lost when Kuma is down.");
        List<String> ours = summary.stream().map(row -> row[2]).toList();
        boolean right = ours.equals(List.of("success", "-", "-", "success"))
                && kuma.beats(OURS).size() == 2;
        out.println(
                right
                        ? "allclear pushed exactly the two good runs, each once."
                        : "allclear did NOT push exactly the two good runs: " + ours + ", " + kuma.beats(OURS));
        return right;
    }

    private static void pause(long millis) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(millis);
    }
}
