package dev.allclear.watch.http;

import java.time.Duration;

/**
 * How long a call may take in each of its phases, and how large its answer may be. Immutable and thread-safe.
 *
 * @param connect until the connection stands, per address
 * @param handshake without a byte during the TLS handshake
 * @param answer without a byte while waiting for the answer and during it
 * @param whole the call from beginning to end, fail-over included
 * @param bytes size of an answer after decompression
 */
public record Limits(Duration connect, Duration handshake, Duration answer, Duration whole, long bytes) {

    /**
     * The waiting time is a little longer than the 30 s after which pveproxy itself gives up on another node: its 595 or
     * 596 tells which node is down, a timeout here would blame the node that was asked.
     */
    public static final Limits DEFAULT = new Limits(
            Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(35), Duration.ofSeconds(60), 16 << 20);
}
