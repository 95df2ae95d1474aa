package dev.allclear.pipeline;

/** The steps of one push, in order. After each of them the process may die without harm. */
public enum Step {
    /** A sighting arrived. */
    SEEN,
    /** The verdict is reached, nothing is stored. */
    JUDGED,
    /** Outcome, verdict and delivery are durable. */
    COMMITTED,
    /** The sender has the delivery in hand. */
    CLAIMED,
    /** The channel has come back with an answer. */
    SENT,
    /** The judge has the answer. */
    ANSWERED,
    /** The answer is durable. */
    CLOSED;

    /** Is told when a step is reached; may hold the thread there. Thread-safe. */
    public interface Watcher {
        /** Called by the thread that reached the step. */
        void reached(Step step);
    }
}
