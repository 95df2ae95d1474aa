package dev.allclear.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allclear.event.Event;
import dev.allclear.event.Severity;
import dev.allclear.route.Decision;
import dev.allclear.route.Routing;
import dev.allclear.task.Upid.Product;
import dev.allclear.testing.VectorFile;
import dev.allclear.testing.VectorFile.Vector;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Proxmox's own files, from their text to the targets that an event reaches. */
class RoutingVectorsTest {
    /**
     * Where Proxmox sends nothing at all because of one fault: ours reports the fault, leaves out the stanza that has it, and
     * goes on. By vector, whom the event reaches then.
     */
    private static final Map<String, List<String>> GOES_ON = Map.of(
            // The manual writes ranges of weekdays with a hyphen, which Proxmox refuses and ours reads.
            "rou-027", List.of("admin"),
            // A comment, where Proxmox knows none.
            "rou-046", List.of("admin"),
            // A stanza of an unknown type in the private file.
            "rou-047", List.of("admin"),
            // A Gotify target without a token, beside a good one.
            "rou-048", List.of("admin"));

    private static final Pattern HYPHEN = Pattern.compile("match-calendar .*(mon|tue|wed|thu|fri|sat|sun)[a-z]*-[a-z]");

    /** What came of one vector. */
    private record Answer(Decision decision, List<Problem> leftOut) {}

    static Stream<Vector> accepted() throws IOException {
        return VectorFile.all("routing.json").stream()
                .filter(vector -> !"error".equals(vector.data().get("expect")));
    }

    static Stream<Vector> refused() throws IOException {
        return VectorFile.all("routing.json").stream()
                .filter(vector -> "error".equals(vector.data().get("expect")));
    }

    static Stream<Vector> goesOn() throws IOException {
        return refused().filter(vector -> GOES_ON.containsKey(vector.text("id")));
    }

    @Test
    void knowsAllRecordedVectors() throws IOException {
        assertThat(Stream.concat(accepted(), refused())
                        .filter(vector -> vector.origin().equals("recorded")))
                .hasSize(34);
    }

    @ParameterizedTest
    @MethodSource("accepted")
    void reachesTheTargetsThatProxmoxReaches(Vector vector) {
        Decision decision = answer(vector).decision();
        assertThat(Map.of(
                        "notify", decision.targets(),
                        "skipped_disabled", decision.disabled(),
                        "missing", decision.missing()))
                .isEqualTo(vector.data().get("expect"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void reportsWhatStopsProxmox(Vector vector) {
        boolean hyphen =
                HYPHEN.matcher(vector.text("config").toLowerCase(Locale.ROOT)).find();
        if (!hyphen) {
            assertThat(answer(vector).leftOut())
                    .isNotEmpty()
                    .allMatch(problem -> problem.line() > 0)
                    .allMatch(problem -> problem.file().startsWith("/n/"));
        }
    }

    @ParameterizedTest
    @MethodSource("goesOn")
    void goesOnWithEverythingElse(Vector vector) {
        assertThat(answer(vector).decision().targets()).isEqualTo(GOES_ON.get(vector.text("id")));
    }

    private static Answer answer(Vector vector) {
        Map<String, String> texts =
                Map.of("/n/notifications.cfg", vector.text("config"), "/n/private.cfg", vector.text("private"));
        Findings findings = new Findings("agent.conf");
        NotificationReader reader = new NotificationReader("agent.conf", findings);
        ProxmoxFiles.Content content = ProxmoxFiles.read(
                new NotifyReader.Files(Path.of("/n/notifications.cfg"), Path.of("/n/private.cfg"), false),
                file -> new TextSource.Present(new AgentConfReader.Text(
                        file.toString(), Objects.requireNonNull(texts.get(file.toString())), false)),
                findings);
        reader.readTheirs(content);
        if (!vector.text("product").equals("none")) {
            reader.addBuiltIns(content, Product.valueOf(vector.text("product").toUpperCase(Locale.ROOT)));
        }
        Map<String, Boolean> targets = new HashMap<>();
        reader.targets()
                .forEach(target -> targets.put(target.name(), target.common().disabled()));
        Map<?, ?> notification =
                (Map<?, ?>) Objects.requireNonNull(vector.data().get("notification"));
        ZoneId zone = ZoneId.of((String) Objects.requireNonNull(notification.get("timezone")));
        return new Answer(Routing.of(reader.matchers(), targets).decide(event(notification), zone), findings.leftOut());
    }

    private static Event event(Map<?, ?> notification) {
        TreeMap<String, String> fields = new TreeMap<>();
        ((Map<?, ?>) Objects.requireNonNull(notification.get("fields")))
                .forEach((name, value) -> fields.put((String) name, (String) value));
        return new Event(
                "e",
                Severity.of((String) Objects.requireNonNull(notification.get("severity")))
                        .orElseThrow(),
                Instant.ofEpochSecond((Long) Objects.requireNonNull(notification.get("epoch"))),
                fields,
                "title",
                List.of());
    }
}
