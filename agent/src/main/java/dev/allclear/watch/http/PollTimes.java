package dev.allclear.watch.http;

import java.time.Duration;

/** Decides when which unit is polled. Thread-safe; no call blocks. */
public interface PollTimes {

    /** Polls the unit from now on; the first time after this long. A known unit is left as it is. */
    void add(Polled unit, Duration first);

    /** Polls the unit no more. */
    void remove(Polled unit);

    /** Polls the unit no later than this; right after its look if one is under way. Unknown units are ignored. */
    void hurry(Polled unit, Duration within);

    /** Number of units that are polled. */
    int units();
}
