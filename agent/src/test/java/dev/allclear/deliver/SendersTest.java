package dev.allclear.deliver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SendersTest {
    private static final Push PUSH = new Push("m", Duration.ofSeconds(1));
    private final Senders senders = new Senders();
    private final BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();

    /** Answers when it is let go. */
    private static final class SlowChannel implements PushChannel {
        private final CountDownLatch goOn = new CountDownLatch(1);
        private final AtomicInteger closed = new AtomicInteger();

        @Override
        public Answer send(Push push) {
            try {
                goOn.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return new Answer.Delivered();
        }

        @Override
        public void close() {
            closed.incrementAndGet();
        }
    }

    @AfterEach
    void close() throws InterruptedException {
        senders.close(Duration.ofMillis(100));
    }

    private void send(String target) {
        senders.send(target, channel -> ((PushChannel) channel).send(PUSH), answers::add);
    }

    @Test
    void oneTargetDoesNotDelayAnother() throws InterruptedException {
        SlowChannel quick = new SlowChannel();
        quick.goOn.countDown();
        senders.use(Map.of("slow", new SlowChannel(), "quick", quick));
        send("slow");
        send("quick");
        assertThat(answers.poll(10, TimeUnit.SECONDS)).isEqualTo(new Answer.Delivered());
    }

    @Test
    void aTargetIsFreeAgainOnlyWhenItsAnswerWasTaken() throws InterruptedException {
        SlowChannel channel = new SlowChannel();
        senders.use(Map.of("kuma", channel));
        send("kuma");
        channel.goOn.countDown();
        answers.poll(10, TimeUnit.SECONDS);
        assertThat(List.of(senders.free(Set.of()), senders.free(Set.of("kuma"))))
                .containsExactly(Set.of(), Set.of("kuma"));
        senders.done("kuma");
        assertThat(senders.free(Set.of())).containsExactly("kuma");
    }

    @Test
    void aReplacedChannelFinishesWhatItHasInHandAndIsClosed() throws InterruptedException {
        SlowChannel old = new SlowChannel();
        senders.use(Map.of("kuma", old));
        send("kuma");
        senders.use(Map.of("kuma", new SlowChannel()));
        old.goOn.countDown();
        assertThat(answers.poll(10, TimeUnit.SECONDS)).isEqualTo(new Answer.Delivered());
        await().untilAsserted(() -> assertThat(old.closed).hasValue(1));
    }

    @Test
    void aChannelThatIsGivenAgainStaysOpen() throws InterruptedException {
        SlowChannel channel = new SlowChannel();
        channel.goOn.countDown();
        senders.use(Map.of("kuma", channel));
        senders.use(Map.of("kuma", channel));
        send("kuma");
        answers.poll(10, TimeUnit.SECONDS);
        assertThat(channel.closed).hasValue(0);
    }

    @Test
    void aTargetThatIsGoneIsNeverFree() {
        senders.use(Map.of());
        assertThat(senders.free(Set.of("gone"))).isEmpty();
    }
}
