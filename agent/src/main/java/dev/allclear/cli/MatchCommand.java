package dev.allclear.cli;

import dev.allclear.config.AgentConf;
import dev.allclear.config.TargetConf;
import dev.allclear.event.Event;
import dev.allclear.event.Severity;
import dev.allclear.route.Decision;
import dev.allclear.route.Explanation;
import dev.allclear.route.Routing;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.core.JsonGenerator;

/** {@code allclear match}. */
@Command(
        name = "match",
        description = "Show which matchers and targets an event would reach, and why. Nothing is sent.",
        footer = {
            "",
            "Examples:",
            "  allclear match --type vzdump --severity error",
            "  allclear match --type gc --severity error --field datastore=store1 --at 2026-11-21T03:00",
            "",
            "Exit codes: 0 somebody would be told; 1 nobody would be told; 2 wrong usage or a faulty configuration."
        })
final class MatchCommand extends ReportCommand {

    @Mixin
    private final ConfigOption config = new ConfigOption();

    @Option(names = "--type", paramLabel = "TYPE", description = "Its type: vzdump, gc, heartbeat, system-mail ...")
    private @Nullable String type;

    @Option(
            names = "--severity",
            paramLabel = "SEVERITY",
            description = "info, notice, warning, error or unknown; default ${DEFAULT-VALUE}.",
            defaultValue = "info")
    private String severity = "info";

    @Option(names = "--field", paramLabel = "NAME=VALUE", description = "One of its fields; may be repeated.")
    private List<String> fields = new ArrayList<>();

    @Option(names = "--at", paramLabel = "TIME", description = "When, in local time: 2026-11-21T03:00; default now.")
    private @Nullable String at;

    @Override
    public Integer call() {
        AgentConf conf = config.require(err());
        Routing routing = Routing.of(
                conf.matchers(),
                conf.targets().stream()
                        .collect(Collectors.toMap(
                                TargetConf::name, target -> target.common().disabled())));
        Decision decision = routing.decide(event(), ZoneId.systemDefault());
        if (json()) {
            Output.jsonLine(out(), json -> write(json, decision));
        } else {
            print(decision);
        }
        return decision.targets().isEmpty() ? ExitCode.NO : ExitCode.FINE;
    }

    private Event event() {
        SortedMap<String, String> all = new TreeMap<>();
        for (String field : fields) {
            int equals = field.indexOf('=');
            if (equals < 1) {
                throw new CommandFailure(ExitCode.USAGE, "--field " + field + " is none; write NAME=VALUE");
            }
            all.put(field.substring(0, equals), field.substring(equals + 1));
        }
        if (type != null) {
            all.put(Event.TYPE, type);
        }
        Severity known = Severity.of(severity)
                .orElseThrow(() -> new CommandFailure(
                        ExitCode.USAGE,
                        "--severity " + severity + " is none; write info, notice, warning, error or unknown"));
        return new Event("match", known, time(), all, "", List.of());
    }

    private Instant time() {
        if (at == null) {
            return Instant.now();
        }
        try {
            return LocalDateTime.parse(at).atZone(ZoneId.systemDefault()).toInstant();
        } catch (DateTimeParseException e) {
            throw new CommandFailure(ExitCode.USAGE, "--at " + at + " is no time; write 2026-11-21T03:00");
        }
    }

    private void print(Decision decision) {
        for (Explanation explanation : decision.explanations()) {
            out().println(explanation.matcher() + ": " + explanation.because());
            explanation.checks().forEach(check -> out().println("  " + check));
        }
        decision.targets().forEach(target -> out().println("would be told: " + target));
        decision.disabled().forEach(target -> out().println("would be told if it were not disabled: " + target));
        decision.missing().forEach(target -> out().println("does not exist: " + target));
        if (decision.targets().isEmpty()) {
            out().println("nobody would be told");
        }
    }

    private static void write(JsonGenerator json, Decision decision) {
        Output.strings(json, "targets", decision.targets());
        Output.strings(json, "disabled", decision.disabled());
        Output.strings(json, "missing", decision.missing());
        json.writeArrayPropertyStart("matchers");
        for (Explanation explanation : decision.explanations()) {
            json.writeStartObject();
            json.writeStringProperty("matcher", explanation.matcher());
            json.writeBooleanProperty("matches", explanation.selects());
            json.writeStringProperty("why", explanation.because());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
