package dev.allclear.deliver.smtp;

import dev.allclear.config.Secret;
import dev.allclear.config.TargetConf;
import dev.allclear.config.TargetConf.Common;
import dev.allclear.config.TargetConf.Encryption;
import dev.allclear.config.TargetConf.Recipients;
import dev.allclear.deliver.Answer;
import dev.allclear.deliver.Notice;
import dev.allclear.deliver.mail.Letterhead;
import dev.allclear.deliver.mail.UserAddresses.Lookup;
import dev.allclear.event.Event;
import dev.allclear.event.Severity;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Targets and notices of the tests. */
final class TestMail {
    static final String PASSWORD = "s3cret-Pass";
    static final Instant NOW = Instant.parse("2026-11-21T07:24:07Z");
    static final Duration PATIENT = Duration.ofSeconds(20);

    private TestMail() {}

    static TargetConf.Smtp conf(int port, Encryption encryption, @Nullable String username, String... mailto) {
        Common common = new Common("mail", false, Duration.ZERO, Duration.ZERO, null);
        return new TargetConf.Smtp(
                common,
                new Recipients(List.of(mailto), List.of()),
                "localhost",
                port,
                encryption,
                username,
                username == null ? Secret.NONE : new Secret(PASSWORD),
                "allclear@example.com",
                null);
    }

    static Letterhead head(String text) {
        return new Letterhead(
                "pve1.example.com",
                "allclear",
                Optional::empty,
                user -> Lookup.none("no address"),
                Event::title,
                event -> text,
                event -> "<p>html</p>",
                Clock.fixed(NOW, ZoneOffset.UTC));
    }

    static Event event(String title, @Nullable String mail) {
        return new Event(
                "e1",
                Severity.ERROR,
                NOW,
                new TreeMap<>(Collections.singletonMap("type", "gc")),
                title,
                List.of(),
                mail);
    }

    static Notice notice(String... reached) {
        Event event = event("Title", null);
        return new Notice("n1", event, List.of(event), Set.of(reached));
    }

    static Answer send(TargetConf.Smtp conf, Notice notice, Callable<SSLContext> trust, Duration limit) {
        try (SmtpChannel channel = new SmtpChannel(conf, head("text"), trust, limit)) {
            return channel.send(notice);
        }
    }

    static Answer send(TargetConf.Smtp conf, Notice notice) {
        return send(conf, notice, Line::trustOfTheSystem, PATIENT);
    }
}
