package dev.allclear.route;

import dev.allclear.event.Event;
import java.time.ZoneId;

/** One {@code match-…} line. Immutable and thread-safe. */
sealed interface Directive permits SeverityDirective, FieldDirective, CalendarDirective {
    String key();

    /** Its value as it is written. */
    String text();

    boolean fits(Event event, ZoneId zone);

    /** What the event shows of that which the line asks for: {@code the severity is info}. */
    String seen(Event event, ZoneId zone);

    default Check check(Event event, ZoneId zone) {
        return new Check(key(), text(), fits(event, zone), seen(event, zone));
    }
}
