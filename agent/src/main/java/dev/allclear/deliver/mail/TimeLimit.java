package dev.allclear.deliver.mail;

import dev.allclear.deliver.Answer;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Bounds an attempt as a whole, whatever hangs in it: it runs on a thread of its own, which is given up. */
public final class TimeLimit {
    private TimeLimit() {}

    /**
     * Runs an attempt.
     *
     * @param thread the name of its thread
     * @param attempt what to do
     * @param giveUp asked when the time is over or this thread is interrupted: ends what runs, and says what it means
     */
    public static Answer within(Duration limit, String thread, Callable<Answer> attempt, Supplier<Answer> giveUp) {
        FutureTask<Answer> task = new FutureTask<>(attempt);
        Thread worker = new Thread(task, thread);
        worker.setDaemon(true);
        worker.start();
        try {
            return task.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return giveUp.get();
        } catch (InterruptedException e) {
            Answer answer = giveUp.get();
            Thread.currentThread().interrupt();
            return answer;
        } catch (ExecutionException e) {
            // The cause is an error of this program; its text may hold anything, so only its type is told.
            Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
            throw new IllegalStateException(
                    "Sending a mail failed: " + cause.getClass().getName());
        }
    }
}
