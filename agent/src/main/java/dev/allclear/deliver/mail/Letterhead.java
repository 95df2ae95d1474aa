package dev.allclear.deliver.mail;

import dev.allclear.event.Event;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What all mails of this agent have in common. Immutable and thread-safe, if its parts are.
 *
 * @param host this machine's name, fully qualified if it has one: for EHLO, Message-ID and to recognise its own mails
 * @param author the name before the sender's address, unless a target has its own
 * @param from the sender's address of the product, unless a target has its own; asked for each mail, {@code root} if empty
 * @param users where {@code mailto-user} is looked up
 * @param subject an event in one line
 * @param text an event as plain text
 * @param html an event as an HTML document
 * @param clock the time and zone of the mails' dates
 */
public record Letterhead(
        String host,
        String author,
        Supplier<Optional<String>> from,
        UserAddresses users,
        Function<Event, String> subject,
        Function<Event, String> text,
        Function<Event, String> html,
        Clock clock) {

    /** Only letters, digits, dots and hyphens: what may stand in EHLO and behind the @ of a Message-ID. */
    public Letterhead {
        String clean = host.replaceAll("[^A-Za-z0-9.-]", "-");
        host = clean.isEmpty() ? "localhost" : clean;
    }
}
