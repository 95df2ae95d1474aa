package dev.allclear.watch.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.allclear.watch.Pulses;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PollsTest {
    private final Polls polls = new Polls(4, Duration.ofMillis(50), new Pulses());
    private final CountDownLatch release = new CountDownLatch(1);

    @AfterEach
    void close() {
        release.countDown();
        polls.close();
    }

    /** A unit that counts its looks. */
    private static class Counting implements Polled {
        final AtomicInteger looks = new AtomicInteger();
        final AtomicInteger stumbles = new AtomicInteger();

        @Override
        public Next poll() throws InterruptedException {
            looks.incrementAndGet();
            return new Next(Duration.ofMillis(1), false);
        }

        @Override
        public Next stumbled(RuntimeException error) {
            stumbles.incrementAndGet();
            return new Next(Duration.ofMillis(1), true);
        }
    }

    private final class Blocked extends Counting {
        @Override
        public Next poll() throws InterruptedException {
            looks.incrementAndGet();
            assertThat(release.await(1, TimeUnit.MINUTES)).isTrue();
            return new Next(Duration.ofHours(1), true);
        }
    }

    @Test
    void aNodeThatBlocksDelaysNoOther() {
        Counting blocked = new Blocked();
        Counting quick = new Counting();
        polls.add(blocked, Duration.ZERO);
        polls.add(quick, Duration.ZERO);
        polls.start();
        await().until(() -> blocked.looks.get() == 1 && quick.looks.get() > 20);
        assertThat(blocked.looks).hasValue(1);
    }

    @Test
    void aThousandUnitsNeedNoThousandThreads() {
        List<Counting> units = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            Counting unit = new Counting();
            units.add(unit);
            polls.add(unit, Duration.ZERO);
        }
        polls.start();
        await().until(() -> units.stream().allMatch(unit -> unit.looks.get() > 0));
        assertThat(polls.units()).isEqualTo(1000);
        assertThat(polls.threads()).isBetween(1, 8);
    }

    @Test
    void idleThreadsGo() {
        Counting once = new Counting() {
            @Override
            public Next poll() {
                looks.incrementAndGet();
                return new Next(Duration.ofHours(1), false);
            }
        };
        polls.add(once, Duration.ZERO);
        polls.start();
        await().until(() -> once.looks.get() == 1 && polls.threads() == 0);
        polls.hurry(once, Duration.ZERO);
        await().until(() -> once.looks.get() == 2);
    }

    @Test
    void aUnitThatStumblesIsPolledAgain() {
        Counting broken = new Counting() {
            @Override
            public Next poll() {
                looks.incrementAndGet();
                throw new IllegalStateException("a defect");
            }
        };
        polls.add(broken, Duration.ZERO);
        polls.start();
        await().until(() -> broken.looks.get() > 2 && broken.stumbles.get() > 2);
    }

    @Test
    void closingInterruptsALookThatWaits() throws Exception {
        CountDownLatch interrupted = new CountDownLatch(1);
        Counting waiting = new Counting() {
            @Override
            public Next poll() throws InterruptedException {
                looks.incrementAndGet();
                try {
                    return release.await(1, TimeUnit.MINUTES)
                            ? new Next(Duration.ZERO, false)
                            : stumbled(new IllegalStateException());
                } catch (InterruptedException e) {
                    interrupted.countDown();
                    throw e;
                }
            }
        };
        polls.add(waiting, Duration.ZERO);
        polls.start();
        await().until(() -> waiting.looks.get() == 1);
        polls.close();
        assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
    }
}
