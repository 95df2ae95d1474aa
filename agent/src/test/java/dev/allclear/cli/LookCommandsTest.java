package dev.allclear.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.allclear.ledger.Ledger;
import dev.allclear.status.view.Nights;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code status}, {@code runs}, {@code guests}, {@code deliveries} and {@code report} over real ledgers. */
class LookCommandsTest {
    private static final String HOSTILE = "db\u001b[2J<script>|=1+1";

    @TempDir
    private Path directory;

    private String conf = "";

    @BeforeEach
    void fourNights() throws IOException {
        conf = Terminal.conf(
                directory, "heartbeat: nightly\n\tjob backup-1\n\turl http://kuma.test/api/push/SeCrEt123");
        try (Nights nights = new Nights(directory)) {
            nights.called(HOSTILE)
                    .good("2024-11-02", 60)
                    .good("2024-11-03", 90)
                    .bad("2024-11-04")
                    .missed("2024-11-05");
        }
    }

    private String out(String... args) {
        Terminal.Result result = run(args);
        assertThat(result.code()).as(result.err()).isZero();
        return result.out();
    }

    private Terminal.Result run(String... args) {
        String[] all = new String[args.length + 2];
        System.arraycopy(args, 0, all, 0, args.length);
        all[args.length] = "-c";
        all[args.length + 1] = conf;
        return Terminal.run(all);
    }

    @Test
    void statusBeginsWithAllAtAGlance() {
        assertThat(out("status")
                        .lines()
                        .dropWhile(line -> !line.startsWith("HEARTBEAT"))
                        .skip(1))
                .first()
                .asString()
                .matches("nightly +MISSED +.* ago +in .* +██x-");
    }

    @Test
    void statusBeginsWithAWarningWhenNothingRuns() {
        assertThat(out("status")).startsWith("allclear does not run: ");
        assertThat(out("status", "--json")).contains("\"running\":false");
    }

    @Test
    void statusBesideADaemonHasNoSuchWarning() {
        try (Ledger held = Ledger.open(directory.resolve("state"))) {
            assertThat(out("status")).as(held.file().toString()).startsWith("HEARTBEAT");
            assertThat(out("status", "--json")).contains("\"running\":true");
        }
    }

    @Test
    void statusSaysWhyNotAndWhenItWasGoodLast() {
        assertThat(out("status")).contains("  why not    ").contains("  last good  2024-11-03 ");
    }

    @Test
    void statusAsJsonHasStateAgeAndNextDue() {
        assertThat(out("status", "--json"))
                .contains("\"state\":\"missed\"")
                .contains("\"age\":")
                .contains("\"schedule\":\"01:00\",\"next_due\":\"");
    }

    @Test
    void statusHasColoursWhenTheyAreAskedFor() {
        assertThat(out("status", "--color", "always")).contains("\u001b[31mMISSED\u001b[0m");
    }

    @Test
    void runsAreListedNewestFirstWithGuestsAndReason() {
        assertThat(out("runs", "nightly").lines().skip(2).map(line -> line.substring(0, 10)))
                .containsExactly("2024-11-05", "2024-11-04", "2024-11-03", "2024-11-02");
        assertThat(out("runs", "nightly"))
                .containsPattern("2024-11-04 .* FAILED +1/2 +10 min +none +.*guest 102 failed: CT is locked");
    }

    @Test
    void runsShowsAsManyAsAskedFor() {
        assertThat(out("runs", "nightly", "--last", "2")).contains("2024-11-04").doesNotContain("2024-11-03");
    }

    @Test
    void runsAsJsonNameTheMissingGuests() {
        assertThat(out("runs", "nightly", "--json")).contains("\"covered\":[101],\"missing\":[102]");
    }

    @Test
    void runsSayWhichHeartbeatsThereAre() {
        Terminal.Result result = run("runs", "weekly");
        assertThat(result.err()).contains("there is no heartbeat `weekly`; configured: nightly");
        assertThat(result.code()).isEqualTo(ExitCode.NO);
    }

    @Test
    void runsWithoutALedgerSayWhoMakesIt() throws IOException {
        conf = Terminal.conf(directory.resolve("other"), "heartbeat: nightly\n\ttask vzdump");
        Terminal.Result result = run("runs", "nightly");
        assertThat(result.err()).contains("nothing is known yet: there is no ledger in");
        assertThat(result.code()).isEqualTo(ExitCode.NO);
    }

    @Test
    void guestsShowSizeDurationAndSpeedOfTheNewestBackup() {
        assertThat(out("guests")).containsPattern("102 +web01 +pve1 +\\d+ . +20.0 MiB +10 s +2.0 MiB/s +██x");
    }

    @Test
    void guestsSayWhatBecameOfTheLastTurn() {
        assertThat(out("guests")).contains("last turn 2024-11-04").contains("failed: CT is locked");
    }

    @Test
    void guestsCanBeThoseThatFailedOnly() {
        assertThat(out("guests", "--failed")).contains("web01").doesNotContain("script");
    }

    @Test
    void guestsAsJsonHaveTheirTurns() {
        assertThat(out("guests", "--json"))
                .contains("\"vmid\":102,\"name\":\"web01\"")
                .contains("\"state\":\"failed\"")
                .contains("\"speed\":2097152");
    }

    @Test
    void noCommandLetsAGuestsNameCommandTheTerminal() {
        for (String[] command : new String[][] {
            {"status"},
            {"runs", "nightly"},
            {"guests"},
            {"guests", "--json"},
            {"events"},
            {"events", "--json"},
            {"deliveries"},
            {"explain", "nightly", "--run", "due 2024-11-02"},
            {"report", "--month", "2024-11"}
        }) {
            assertThat(out(command)).as(command[0]).doesNotContain("\u001b");
        }
    }

    @Test
    void aReportCountsVerdictsAndNamesTheGuests() {
        assertThat(out("report", "--month", "2024-11"))
                .startsWith("# Backups of 2024-11\n")
                .contains("4 runs: 2 all-clear, 1 failed, 1 missed.")
                .contains("| 2024-11-04 |");
    }

    @Test
    void aReportAsCsvHasALineForEachRun() {
        assertThat(out("report", "--month", "2024-11", "--format", "csv").lines())
                .hasSize(5)
                .first()
                .asString()
                .startsWith("heartbeat,day,verdict,started");
    }

    @Test
    void aCellOfCsvIsNoFormula() {
        assertThat(MonthCsv.cell("=1+1,\"x\"")).isEqualTo("\"'=1+1,\"\"x\"\"\"");
    }

    @Test
    void aReportAsHtmlEscapesWhatOthersWrote() {
        assertThat(MonthHtml.escaped("<b>&'\"\u001b")).isEqualTo("&lt;b&gt;&amp;&#39;&quot;\uFFFD");
        assertThat(out("report", "--month", "2024-11", "--format", "html"))
                .contains("<tr class=\"failed\"><td>2024-11-04</td>")
                .endsWith("</html>\n");
    }

    @Test
    void aReportAsMarkdownEscapesWhatOthersWrote() {
        assertThat(MonthMarkdown.plain("a|b <i> [x](y)\nz")).isEqualTo("a\\|b \\<i\\> \\[x\\](y) z");
    }

    @Test
    void aReportAsJsonHasEveryDay() {
        assertThat(out("report", "--month", "2024-11", "--json"))
                .contains("{\"day\":\"2024-11-30\",\"runs\":[]}")
                .contains("\"verdicts\":{\"all-clear\":2,\"failed\":1,\"missed\":1}");
    }

    @Test
    void aReportOfNoMonthSaysHowToWriteOne() {
        Terminal.Result result = run("report", "--month", "November");
        assertThat(result.err()).contains("--month November is no month; write for example 2");
        assertThat(result.code()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void aReportOfTheFutureIsRefused() {
        assertThat(run("report", "--month", "9999-01").err()).contains("--month 9999-01 has not begun yet");
    }

    @Test
    void watchingShowsTheSameAgainUntilInterrupted() throws Exception {
        StringWriter text = new StringWriter();
        CompletableFuture<Integer> ended = new CompletableFuture<>();
        Thread thread = new Thread(() -> ended.complete(Main.execute(
                new String[] {"runs", "--watch", "1", "nightly", "-c", conf},
                new PrintWriter(text, true),
                new PrintWriter(text, true))));
        thread.start();
        await().atMost(30, TimeUnit.SECONDS).until(() -> text.toString().split("nightly  \\(", -1).length > 2);
        thread.interrupt();
        assertThat(ended.get(30, TimeUnit.SECONDS)).isEqualTo(ExitCode.FINE);
    }

    @Test
    void watchDoesNotTakeTheHeartbeatForANumber() {
        assertThat(run("runs", "--watch", "weekly").err()).contains("there is no heartbeat `weekly`");
    }

    @Test
    void watchingWithoutPauseIsRefused() {
        assertThat(run("status", "--watch", "0").err()).contains("write a number of seconds from 1");
    }

    @Test
    void aFrameThatIsTooHighSaysHowMuchIsLeftOut() {
        assertThat(Redraw.frame("a\nb\nc\nd\n", 4))
                .isEqualTo("\u001b[Ha\u001b[K\nb\u001b[K\nand 2 more lines\u001b[K\n\u001b[J");
    }
}
