package dev.allclear.event;

import dev.allclear.event.Block.Paragraph;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;

/** What an administrator sends to try a target. Like Proxmox's own it has no fields, and goes to that target alone. */
public final class TestEvent {

    private static final String IDENTITY = "test ";

    private TestEvent() {}

    /** Whether an event is one. */
    public static boolean is(Event event) {
        return event.identity().startsWith(IDENTITY);
    }

    /**
     * A test.
     *
     * @param id what tells it from other tests
     * @param host the host that it is sent from
     */
    public static Event of(String id, String target, String host, Instant at) {
        return new Event(
                IDENTITY + id,
                Severity.INFO,
                at,
                new TreeMap<>(),
                "Test notification",
                List.of(new Paragraph("This is a test of the notification target '" + target + "', sent by allclear on "
                        + host + ". It took the way that every notification takes.")));
    }
}
