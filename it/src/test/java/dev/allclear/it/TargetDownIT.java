package dev.allclear.it;

import static dev.allclear.it.Notified.deliveries;
import static dev.allclear.it.Notified.gotify;
import static dev.allclear.it.Notified.matcher;
import static dev.allclear.it.Notified.webhook;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.allclear.it.http.Request;
import dev.allclear.it.receiver.HttpTarget;
import dev.allclear.it.receiver.Services;
import dev.allclear.it.world.Agent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A target that is away, while more happens than anybody wants to read. */
final class TargetDownIT {
    private static final int STORM = 1000;
    private static final Pattern NUMBER = Pattern.compile("storm (\\d+) of");

    private final HttpTarget away = HttpTarget.of(Services.webhook());
    private final HttpTarget there = HttpTarget.of(Services.gotify("AqThere"));
    private World world;

    @BeforeEach
    void build(@TempDir Path scratch) {
        world = new World(scratch);
        world.host.stanzas(webhook("away", away.url(), "s3cret").stripTrailing() + "\n\tgroup-interval 2s\n\n"
                + gotify("there", there.url(), "AqThere").stripTrailing() + "\n\tgroup-wait 1s\n\tgroup-interval 3s\n\n"
                + matcher("mails", "match-field exact:type=system-mail", "target away", "target there"));
    }

    @AfterEach
    void close() {
        world.close();
        away.close();
        there.close();
    }

    /** Mails for root, as `mail-forward` leaves them; a process for each would take minutes. */
    private void storm() throws Exception {
        Path spool = world.host.spool();
        long now = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
        for (int number = 1; number <= STORM; number++) {
            String name = String.format(Locale.ROOT, "mail-%016d-%016x", now + number, number);
            Path unfinished = Files.writeString(
                    spool.resolve("tmp-" + name),
                    "From: root@pve1\nSubject: storm " + number + " of " + STORM + "\n\nsomething broke\n");
            Files.setPosixFilePermissions(unfinished, PosixFilePermissions.fromString("rw-------"));
            Files.move(unfinished, spool.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private static Set<Integer> numbers(List<Request> requests) {
        Set<Integer> numbers = new TreeSet<>();
        for (Request request : requests) {
            Matcher number = NUMBER.matcher(request.body());
            while (number.find()) {
                numbers.add(Integer.valueOf(number.group(1)));
            }
        }
        return numbers;
    }

    private long delivered(String target) throws InterruptedException {
        return deliveries(world, target).stream()
                .filter(each -> "delivered".equals(each.get("state")))
                .count();
    }

    private void awaitDelivered(String target) {
        await().atMost(Duration.ofSeconds(40))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> delivered(target) == STORM);
    }

    @Test
    void losesNothingOfAStormAndTellsItInFewMessages() throws Exception {
        away.refuse();
        Agent agent = world.start().awaitReady();
        long start = System.nanoTime();
        storm();
        awaitDelivered("there");
        long seconds = Duration.ofNanos(System.nanoTime() - start).toSeconds();
        assertThat(there.taken()).hasSizeLessThanOrEqualTo((int) (seconds / 3) + 1);

        assertThat(delivered("away")).isZero();
        away.heal();
        // Whoever has repaired a target does not wait for the end of a back-off either.
        agent.hangUp();
        awaitDelivered("away");
        assertThat(away.taken()).hasSizeLessThanOrEqualTo(3);
        assertThat(numbers(away.taken())).hasSize(STORM);
    }
}
