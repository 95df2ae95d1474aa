package dev.allclear.pipeline;

import dev.allclear.deliver.Answer;
import dev.allclear.deliver.Channel;
import dev.allclear.deliver.Notice;
import dev.allclear.deliver.NoticeChannel;
import dev.allclear.deliver.Push;
import dev.allclear.deliver.PushChannel;
import dev.allclear.deliver.Senders;
import dev.allclear.event.Digest;
import dev.allclear.ledger.DeliveryRow;
import dev.allclear.ledger.NoticeBatch;
import dev.allclear.watch.Pulses;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Hands to the senders what was claimed, and their answers back to the judge. Used by the judge's thread. */
final class Dispatch {
    private static final String TARGET = "target ";
    /** What `timeout` of a heartbeat can be set to. */
    private static final Duration LONGEST_ATTEMPT = Duration.ofMinutes(5);

    private final Senders senders = new Senders();
    private final Step.Watcher steps;
    private final Pulses pulses;
    private final Consumer<Work> answers;

    /**
     * Senders that have nothing to send yet.
     *
     * @param pulses of all attempts
     * @param answers takes the answers, called by the senders' threads
     */
    Dispatch(Step.Watcher steps, Pulses pulses, Consumer<Work> answers) {
        this.steps = steps;
        this.pulses = pulses;
        this.answers = answers;
    }

    /**
     * Makes these the ways out.
     *
     * @param beats by the heartbeat's name
     * @param targets by the target's name
     */
    void use(Map<String, ? extends Channel> beats, Map<String, ? extends Channel> targets) {
        Map<String, Channel> all = new HashMap<>(beats);
        targets.forEach((name, channel) -> all.put(TARGET + name, channel));
        senders.use(all);
    }

    /** The name under which {@link #free} knows a target; heartbeats have their own. */
    static String of(NoticeBatch batch) {
        return TARGET + batch.target();
    }

    /** Whether a name of {@link #free} is a target's, and not a heartbeat's. */
    static boolean isTarget(String name) {
        return name.startsWith(TARGET);
    }

    /** The target of a name for which {@link #isTarget} holds. */
    static String target(String name) {
        return name.substring(TARGET.length());
    }

    /** Who has nothing in hand, or only what has been answered just now. */
    Set<String> free(Set<String> answered) {
        return senders.free(answered);
    }

    void send(DeliveryRow delivery) {
        Push push = new Push(
                Push.Signal.valueOf(delivery.signal().toUpperCase(Locale.ROOT)),
                delivery.msg(),
                delivery.duration(),
                delivery.run(),
                delivery.report());
        senders.send(
                delivery.target(),
                inSteps(delivery.target(), over(push)),
                answer -> answers.accept(new Work.Answered(delivery, answer)));
    }

    void send(NoticeBatch batch) {
        senders.send(
                of(batch),
                inSteps(of(batch), channel -> ((NoticeChannel) channel).send(notice(batch))),
                answer -> answers.accept(new Work.NoticeAnswered(batch, answer)));
    }

    private static Notice notice(NoticeBatch batch) {
        String id = batch.target() + "-" + batch.message() + "-" + batch.last() + "-"
                + batch.since().toEpochMilli();
        return new Notice(id, Digest.of(batch.events()), batch.events(), batch.reached());
    }

    /** A beat of the moment, of which nothing is written down. */
    void beat(String heartbeat, Push push) {
        senders.send(
                heartbeat,
                minded(heartbeat, over(push)),
                answer -> answers.accept(new Work.SelfAnswered(heartbeat, answer)));
    }

    private Senders.Attempt inSteps(String target, Senders.Attempt attempt) {
        return minded(target, channel -> {
            steps.reached(Step.CLAIMED);
            Answer answer = attempt.over(channel);
            steps.reached(Step.SENT);
            return answer;
        });
    }

    private Senders.Attempt minded(String target, Senders.Attempt attempt) {
        return channel -> pulses.during("sender of " + target, LONGEST_ATTEMPT, () -> attempt.over(channel));
    }

    private static Senders.Attempt over(Push push) {
        return channel -> ((PushChannel) channel).send(push);
    }

    /** An answer has been taken: it may send again. */
    void done(String name) {
        senders.done(name);
    }

    /** Whether anything is in hand. Thread-safe. */
    boolean sending() {
        return senders.sending();
    }

    /** Ends all threads, waiting for what they have in hand at most so long. */
    void close(Duration patience) throws InterruptedException {
        senders.close(patience);
    }
}
