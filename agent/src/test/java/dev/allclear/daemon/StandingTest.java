package dev.allclear.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allclear.ledger.Ledger;
import dev.allclear.ledger.RunRow;
import dev.allclear.verdict.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StandingTest {
    private static final Instant NOW = Instant.parse("2026-11-21T18:00:00Z");
    private static final List<String> HEARTBEATS = List.of("nightly", "offsite");

    private final Ledger ledger = Ledger.inMemory();

    @AfterEach
    void close() {
        ledger.close();
    }

    private String words(String... sources) {
        return new Standing(List.of(sources), HEARTBEATS, ZoneOffset.UTC).words(ledger, NOW);
    }

    private void health(String source, String words) {
        ledger.write(entries -> {
            entries.note("health " + source, words);
            return true;
        });
    }

    private void run(String heartbeat, String ended, Verdict verdict) {
        Instant end = Instant.parse(ended);
        ledger.write(entries -> entries.runs()
                .record(new RunRow(heartbeat, ended, verdict, end.minusSeconds(60), end, end, false, "by its job")));
    }

    private static Verdict allClear() {
        return new Verdict.AllClear(3, 0, Duration.ofMinutes(1), List.of("all of it"));
    }

    @Test
    void allSourcesSeeAndTheNewestAllClearOfAllHeartbeatsIsNamed() {
        health("local", "seeing 1/1 nodes, since 2026-11-21T02:00:00Z");
        health("vault", "seeing 1/1 nodes, since 2026-11-21T02:00:00Z");
        run("nightly", "2026-11-21T03:41:20Z", allClear());
        run("offsite", "2026-11-21T02:12:00Z", allClear());
        run("offsite", "2026-11-21T05:00:00Z", new Verdict.Failed(List.of("no")));
        assertThat(words("local", "vault")).isEqualTo("2 sources seeing, last all-clear nightly 03:41");
    }

    @Test
    void anAllClearOfAnotherDayHasItsDate() {
        health("local", "seeing 1/1 nodes, since 2026-11-21T02:00:00Z");
        run("nightly", "2026-11-19T03:41:20Z", allClear());
        assertThat(words("local")).isEqualTo("1 source seeing, last all-clear nightly 2026-11-19 03:41");
    }

    @Test
    void sourcesThatDoNotSeeAreNamed() {
        health("local", "blind 0/1 nodes: no right, since 2026-11-21T02:00:00Z");
        health("vault", "seeing 1/1 nodes, since 2026-11-21T02:00:00Z");
        assertThat(words("cluster", "local", "vault"))
                .isEqualTo("1 of 3 sources seeing (not cluster, local), no all-clear yet");
    }

    @Test
    void withoutASourceItSaysSo() {
        assertThat(words()).isEqualTo("no source, no all-clear yet");
    }
}
