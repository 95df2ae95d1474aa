package dev.allclear.it;

import static dev.allclear.it.Notified.matcher;
import static dev.allclear.it.Notified.webhook;
import static org.assertj.core.api.Assertions.assertThat;

import dev.allclear.it.receiver.HttpTarget;
import dev.allclear.it.receiver.Services;
import dev.allclear.it.world.JsonText;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** A webhook that is told of everything, with all that an event has. */
final class Hook implements AutoCloseable {
    /** What arrived of an event. */
    record Told(String title, String severity, SortedMap<String, String> fields, String text) {
        /** Checks the severity, and that there are these fields, each as {@code name=value}, and no others. */
        Told is(String expected, String... pairs) {
            assertThat(severity).as(title).isEqualTo(expected);
            assertThat(fields.entrySet().stream().map(Map.Entry::toString))
                    .as(title)
                    .containsExactlyInAnyOrder(pairs);
            return this;
        }
    }

    private final HttpTarget target = HttpTarget.of(Services.webhook());

    /** The stanzas of the target and of the matcher that selects it. */
    String stanzas() {
        return webhook(
                        "hook",
                        target.url() + "/in",
                        "secret",
                        "{\"title\": \"{{ escape title }}\", \"severity\": \"{{ severity }}\","
                                + " \"fields\": {{ json fields }}, \"text\": \"{{ escape message }}\"}")
                + matcher("everything", "target hook");
    }

    /** Everything so far. */
    List<Told> told() {
        return target.taken().stream()
                .map(request -> told(JsonText.object(request.body())))
                .toList();
    }

    private static Told told(Map<String, Object> body) {
        SortedMap<String, String> fields = new TreeMap<>();
        ((Map<?, ?>) body.get("fields")).forEach((name, value) -> fields.put((String) name, (String) value));
        return new Told((String) body.get("title"), (String) body.get("severity"), fields, (String) body.get("text"));
    }

    /** What came of this host with this title so far. */
    List<Told> told(String hostname, String title) {
        return told().stream()
                .filter(one -> one.title().equals(title)
                        && hostname.equals(one.fields().get("hostname")))
                .toList();
    }

    /** Waits until so many have come of this host with this title, and returns the last of them. */
    Told await(String hostname, String title, int count, Duration patience) {
        try {
            Awaitility.await()
                    .atMost(patience)
                    .until(() -> told(hostname, title).size() >= count);
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(
                    "not " + count + " times \"" + title + "\" of " + hostname + " within " + patience + ", but "
                            + told(),
                    e);
        }
        return told(hostname, title).get(count - 1);
    }

    @Override
    public void close() {
        target.close();
    }
}
