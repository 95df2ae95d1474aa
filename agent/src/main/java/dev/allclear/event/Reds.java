package dev.allclear.event;

import java.time.Instant;

/**
 * The runs of a heartbeat that were no all-clear, one after the other up to now.
 *
 * @param runs how many; at least 1
 * @param since when the first of them ended
 * @param word how the last of them was judged: failed, missed, …
 */
public record Reds(int runs, Instant since, String word) {}
