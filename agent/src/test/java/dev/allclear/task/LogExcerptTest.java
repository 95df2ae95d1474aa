package dev.allclear.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class LogExcerptTest {

    @Test
    void keepsAShortLogWhole() {
        String log = "INFO: a\nERROR: b\nTASK ERROR: c";
        assertThat(excerpt(log)).isEqualTo(log);
    }

    @Test
    void keepsALogOfTheLimitWhole() {
        String log = "x".repeat(99).concat("\n").repeat(655);
        assertThat(excerpt(log)).isEqualTo(log).hasSizeLessThanOrEqualTo(LogExcerpt.LIMIT);
    }

    @Test
    void keepsBeginningEndAndErrorsOfALongLog() {
        StringBuilder log = new StringBuilder("INFO: starting new backup job: vzdump 101\n");
        progress(log, 3000);
        log.append("ERROR: Backup of VM 101 failed - no space\n");
        progress(log, 3000);
        log.append("WARN: retry\n");
        progress(log, 3000);
        log.append("TASK ERROR: job errors\n");
        assertThat(excerpt(log.toString()))
                .startsWith("INFO: starting new backup job: vzdump 101\nINFO:  10% of")
                .containsPattern(
                        "… \\d+ lines left out …\nERROR: Backup of VM 101 failed - no space\n… \\d+ lines left out …\nWARN: retry\n… \\d+ lines left out …\nINFO")
                .endsWith("\nTASK ERROR: job errors\n")
                .hasSizeLessThanOrEqualTo(LogExcerpt.LIMIT);
    }

    @Test
    void leavesOutExactlyAsManyLinesAsItSays() {
        StringBuilder log = new StringBuilder();
        for (int line = 0; line < 50_000; line++) {
            log.append("line ").append(line).append(line % 997 == 0 ? " warning\n" : "\n");
        }
        String text = excerpt(log.toString());
        int kept = 0;
        int left = 0;
        for (String line : text.split("\n", -1)) {
            if (line.startsWith("… ")) {
                left += Integer.parseInt(line.split(" ", 3)[1]);
            } else if (!line.isEmpty()) {
                kept++;
            }
        }
        assertThat(kept + left).isEqualTo(50_000);
        assertThat(text.lines().filter(line -> line.endsWith(" warning"))).hasSize(51);
    }

    @Test
    void saysHowManyErrorsItLeftOut() {
        String text = excerpt("ERROR: the same again\n".repeat(100_000) + "TASK ERROR: job errors\n");
        assertThat(text)
                .containsPattern("… (\\d+) lines left out, \\1 of them with errors or warnings …")
                .endsWith("TASK ERROR: job errors\n");
    }

    @Test
    void keepsTheListThatFollowsAnError() {
        StringBuilder log = new StringBuilder();
        progress(log, 3000);
        log.append(
                "Failed to verify the following snapshots/groups:\n2026-08-21T05:01:02+02:00: \tvm/100/2026-08-20T23:00:03Z\n");
        progress(log, 3000);
        assertThat(excerpt(log.toString())).contains("\tvm/100/2026-08-20T23:00:03Z\n");
    }

    @Test
    void aLineWithoutEndStaysWithinTheBound() {
        assertThat(excerpt("x".repeat(1_000_000)))
                .hasSizeLessThanOrEqualTo(LogExcerpt.LIMIT)
                .endsWith("x");
    }

    @Test
    void goesOnAfterItWasAskedFor() {
        LogExcerpt excerpt = new LogExcerpt();
        for (int i = 0; i < 5; i++) {
            byte[] more = ("line of " + i + "\n").repeat(10_000).getBytes(StandardCharsets.UTF_8);
            excerpt.feed(more, 0, more.length);
            assertThat(excerpt.text()).endsWith("line of " + i + "\n").isEqualTo(excerpt.text());
        }
        assertThat(excerpt.text()).startsWith("line of 0\n");
    }

    @RepeatedTest(60)
    void neverExceedsItsBoundAndAlwaysEndsWithTheLastLine(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        LogExcerpt excerpt = new LogExcerpt();
        int lines = 1 + random.nextInt(4000);
        int longest = 1 + random.nextInt(300);
        StringBuilder log = new StringBuilder();
        for (int i = 0; i < lines; i++) {
            String word = random.nextInt(50) == 0 ? "ERROR: \u00e4 " : "\u20ac ";
            log.append(i)
                    .append(word)
                    .append("y".repeat(random.nextInt(longest)))
                    .append('\n');
        }
        byte[] bytes = log.append("TASK ERROR: the last line\n").toString().getBytes(StandardCharsets.UTF_8);
        int at = 0;
        while (at < bytes.length) {
            int part = Math.min(bytes.length - at, 1 + random.nextInt(20_000));
            excerpt.feed(bytes, at, part);
            at += part;
        }
        assertThat(excerpt.text()).hasSizeLessThanOrEqualTo(LogExcerpt.LIMIT).endsWith("\nTASK ERROR: the last line\n");
        assertThat(excerpt.text()).doesNotContain("\uFFFD");
    }

    private static void progress(StringBuilder log, int lines) {
        log.append("INFO:  10% of 32.00 GiB in 3s\n".repeat(lines));
    }

    private static String excerpt(String log) {
        LogExcerpt excerpt = new LogExcerpt();
        byte[] bytes = log.getBytes(StandardCharsets.UTF_8);
        for (int at = 0; at < bytes.length; at += 7000) {
            excerpt.feed(bytes, at, Math.min(7000, bytes.length - at));
        }
        return excerpt.text();
    }
}
