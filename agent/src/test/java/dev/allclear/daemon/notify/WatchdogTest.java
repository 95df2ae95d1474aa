package dev.allclear.daemon.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allclear.watch.Pulse;
import dev.allclear.watch.Pulses;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchdogTest {
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Duration NONE = Duration.ofNanos(1);

    @TempDir
    private Path scratch;

    private final Pulses pulses = new Pulses();
    private DatagramSocket systemd;
    private Watchdog watchdog;

    @BeforeEach
    void listen() throws IOException {
        systemd = new DatagramSocket(scratch.resolve("notify").toString());
        watchdog = new Watchdog(manager(""), pulses);
    }

    private ServiceManager manager(String micros) {
        return ServiceManager.of(
                Map.of("NOTIFY_SOCKET", scratch.resolve("notify").toString(), "WATCHDOG_USEC", micros), 1);
    }

    @AfterEach
    void close() {
        systemd.close();
    }

    private void during(Runnable work) {
        pulses.loop("judge", Duration.ZERO, work).run();
    }

    @Test
    void aLoopThatIsBusyForAShortWhileIsAlive() {
        during(() -> watchdog.round(LONG));
        assertThat(systemd.messages()).containsExactly("WATCHDOG=1");
    }

    @Test
    void aLoopThatWaitsForWorkIsAlive() {
        during(() -> {
            Pulse.rests();
            watchdog.round(NONE);
        });
        assertThat(systemd.messages()).containsExactly("WATCHDOG=1");
    }

    @Test
    void aLoopThatIsStuckEndsThePingsAndIsNamed() {
        during(() -> watchdog.round(NONE));
        assertThat(systemd.messages())
                .containsExactly("STATUS=the judge is stuck; systemd will start the service again");
    }

    @Test
    void aLoopThatIsGoneIsNotMissed() {
        during(() -> watchdog.round(NONE));
        systemd.messages();
        watchdog.round(NONE);
        assertThat(systemd.messages()).containsExactly("WATCHDOG=1");
    }

    @Test
    void itsOwnTimeOutsAreAddedToTheTimeOfALoop() {
        pulses.loop("poll", LONG, () -> watchdog.round(NONE)).run();
        assertThat(systemd.messages()).containsExactly("WATCHDOG=1");
    }

    @Test
    void theThreadOfAPieceOfWorkInsideALoopIsMindedAgainAfterIt() {
        during(() -> {
            pulses.loop("sender", LONG, () -> {}).run();
            Pulse.rests();
            watchdog.round(NONE);
        });
        assertThat(systemd.messages()).containsExactly("WATCHDOG=1");
    }

    @Test
    void asksForMoreTimeWhileTheStartGetsOn() {
        watchdog.startRound();
        assertThat(systemd.messages()).containsExactly("EXTEND_TIMEOUT_USEC=60000000");
    }

    @Test
    void pingsByItselfWhenReady() {
        Watchdog pinging = new Watchdog(manager("20000"), pulses);
        Thread thread = pinging.thread().orElseThrow();
        thread.start();
        pinging.ready();
        Awaitility.await().until(() -> systemd.messages().contains("WATCHDOG=1"));
        thread.interrupt();
        Awaitility.await().until(() -> !thread.isAlive());
    }

    @Test
    void endsWhenReadyIfNobodyWantsPings() {
        Thread thread = watchdog.thread().orElseThrow();
        thread.start();
        watchdog.ready();
        Awaitility.await().atMost(10, TimeUnit.SECONDS).until(() -> !thread.isAlive());
        assertThat(systemd.messages()).isEmpty();
    }

    @Test
    void hasNoThreadWhereNobodyListens() {
        assertThat(new Watchdog(ServiceManager.none(), pulses).thread()).isEmpty();
    }

    @Test
    void aPeriodCountsIfItIsForThisProcess() {
        Map<String, String> ours = Map.of("WATCHDOG_USEC", "90000000", "WATCHDOG_PID", "42");
        assertThat(Watchdog.Setting.of(ours, 42).period()).isEqualTo(Duration.ofSeconds(90));
        assertThat(Watchdog.Setting.of(ours, 43)).isEqualTo(Watchdog.Setting.NONE);
    }

    @Test
    void aPeriodThatIsNoneDoesNotCount() {
        assertThat(Watchdog.Setting.of(Map.of("WATCHDOG_USEC", "0"), 42)).isEqualTo(Watchdog.Setting.NONE);
        assertThat(Watchdog.Setting.of(Map.of("WATCHDOG_USEC", "soon"), 42)).isEqualTo(Watchdog.Setting.NONE);
    }
}
