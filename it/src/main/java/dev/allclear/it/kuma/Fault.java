package dev.allclear.it.kuma;

import java.time.Duration;

/** Something that goes wrong at Kuma or on the way to it. Immutable. */
public sealed interface Fault {

    /** Nothing listens on the port. */
    record RefuseConnections() implements Fault {}

    /** Everything takes that much longer; the beat is stored and answered after it, even when the client has gone. */
    record Delay(Duration duration) implements Fault {}

    /** As during the set-up, or behind a proxy that does not strip its sub-path: 200 and no beat. */
    record HtmlFrontPage() implements Fault {}

    /** This status and text, and no beat. */
    record Status(int code, String contentType, String body) implements Fault {}

    /** 301 to this address, and no beat. */
    record Redirect(String location) implements Fault {}

    /**
     * Closes the connection instead of answering.
     *
     * @param stored whether the beat is stored before that
     */
    record CloseWithoutAnswer(boolean stored) implements Fault {}

    /** Stores and answers the push, and never again reads from that connection. */
    record AnswerThenHang() implements Fault {}

    /** Stores the beat and answers one byte at a time. */
    record DripSlowly(Duration betweenBytes) implements Fault {}
}
