package dev.allclear.watch.http;

/** A source that is looked at through its API. Thread-safe. */
public interface PolledSource {

    /** Begins: hands the units to the scheduler that are to be polled, now and whenever more become known. */
    void begin(PollTimes times);

    /** Ends: takes all units away again. A look that is under way may still hand something over. */
    void end();
}
