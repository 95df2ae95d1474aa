package dev.allclear.deliver;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One sending thread per target, started when there is something to send and gone again when there is not. A target
 * sends one message at a time. Used by the judge's thread only, but for {@link Reply}.
 */
public final class Senders {

    /** One sending over the target's channel. */
    public interface Attempt {
        /** Sends, in the sending thread. */
        Answer over(Channel channel);
    }

    /** Takes the answer of a sending; called by the sending thread. */
    public interface Reply {
        /** The channel has answered. */
        void answered(Answer answer);
    }

    private final Map<String, Lane> lanes = new HashMap<>();
    private final AtomicInteger inHand = new AtomicInteger();

    /** Makes these the targets. A channel that is not among them any more finishes what it has in hand and is closed. */
    public void use(Map<String, Channel> channels) {
        lanes.entrySet().removeIf(entry -> {
            boolean stays = channels.get(entry.getKey()) == entry.getValue().channel;
            if (!stays) {
                entry.getValue().retire();
            }
            return !stays;
        });
        channels.forEach((target, channel) -> lanes.computeIfAbsent(target, name -> new Lane(name, channel)));
    }

    /** The targets that have nothing in hand, or only what has been answered just now. */
    public Set<String> free(Set<String> answered) {
        Set<String> free = new TreeSet<>();
        lanes.forEach((target, lane) -> {
            if (!lane.busy || answered.contains(target)) {
                free.add(target);
            }
        });
        return free;
    }

    /** Hands a message to an idle target's thread. */
    public void send(String target, Attempt attempt, Reply reply) {
        Lane lane = lanes.get(target);
        if (lane == null || lane.busy) {
            throw new IllegalStateException("target " + target + " has no free sender");
        }
        lane.busy = true;
        inHand.incrementAndGet();
        lane.thread.execute(() -> {
            try {
                reply.answered(attempt.over(lane.channel));
            } finally {
                inHand.decrementAndGet();
            }
        });
    }

    /** The target's answer has been taken: it may send again. */
    public void done(String target) {
        Lane lane = lanes.get(target);
        if (lane != null) {
            lane.busy = false;
        }
    }

    /** Whether any target has something in hand. Thread-safe. */
    public boolean sending() {
        return inHand.get() > 0;
    }

    /** Ends all threads, waiting for what they have in hand at most so long. */
    public void close(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        for (Lane lane : lanes.values()) {
            lane.thread.shutdown();
        }
        for (Lane lane : lanes.values()) {
            if (!lane.thread.awaitTermination(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                lane.thread.shutdownNow();
            }
            lane.channel.close();
        }
    }

    private static final class Lane {
        private final Channel channel;
        private final ThreadPoolExecutor thread;
        private boolean busy;

        Lane(String target, Channel channel) {
            this.channel = channel;
            this.thread = new ThreadPoolExecutor(
                    1,
                    1,
                    30,
                    TimeUnit.SECONDS,
                    new LinkedBlockingQueue<>(),
                    work -> new Thread(work, "send " + target));
            thread.allowCoreThreadTimeOut(true);
        }

        void retire() {
            thread.execute(channel::close);
            thread.shutdown();
        }
    }
}
