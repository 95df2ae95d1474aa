package dev.allclear.it.world;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The answer of {@code allclear status --json}, with what the tests ask of it. Immutable. */
public final class Status {
    private final String json;
    private final Map<String, Object> fields;

    private Status(String json, Map<String, Object> fields) {
        this.json = json;
        this.fields = fields;
    }

    /** Reads what the command printed; a command that failed, as before the first start, knows nothing. */
    static Status parse(Host.Result result) {
        return result.exit() == 0
                ? new Status(result.out(), JsonText.object(result.out()))
                : new Status(result.err(), Map.of());
    }

    /** The run of this task for this heartbeat, with keys such as {@code verdict} and {@code reasons}. */
    public Optional<Map<String, Object>> run(String heartbeat, String upid) {
        return entries(heartbeat, "runs").stream()
                .filter(run -> upid.equals(run.get("run")))
                .findFirst();
    }

    /** The newest runs of a heartbeat, newest first. */
    public List<Map<String, Object>> runs(String heartbeat) {
        return entries(heartbeat, "runs");
    }

    /** The newest deliveries of a heartbeat, newest first, with keys such as {@code state} and {@code last_error}. */
    public List<Map<String, Object>> deliveries(String heartbeat) {
        return entries(heartbeat, "deliveries");
    }

    /** The state of the delivery that belongs to this task, or {@code none}. */
    public String delivery(String heartbeat, String upid) {
        return deliveries(heartbeat).stream()
                .filter(delivery -> upid.equals(delivery.get("run")))
                .map(delivery -> (String) delivery.get("state"))
                .findFirst()
                .orElse("none");
    }

    /** The verdict over this task, or {@code none}. */
    public String verdict(String heartbeat, String upid) {
        return run(heartbeat, upid).map(run -> (String) run.get("verdict")).orElse("none");
    }

    /** How often a push may have been sent twice. */
    public long possibleDuplicates() {
        return number("possible_duplicates");
    }

    /** How many tasks the agent knows. */
    public long tasks() {
        return number("tasks");
    }

    /** What the agent cannot see, by subject. */
    @SuppressWarnings("unchecked") // a JSON object
    public Map<String, String> blind() {
        return (Map<String, String>) (Map<?, ?>) fields.getOrDefault("blind", Map.of());
    }

    private long number(String key) {
        return ((Number) fields.getOrDefault(key, 0L)).longValue();
    }

    @SuppressWarnings("unchecked") // a JSON array of objects
    private List<Map<String, Object>> entries(String heartbeat, String kind) {
        List<Map<String, Object>> heartbeats = (List<Map<String, Object>>) fields.getOrDefault("heartbeats", List.of());
        return heartbeats.stream()
                .filter(entry -> heartbeat.equals(entry.get("heartbeat")))
                .findFirst()
                .map(entry -> (List<Map<String, Object>>) entry.getOrDefault(kind, List.of()))
                .orElse(List.of());
    }

    /** The JSON as printed, or the error when there was none. */
    @Override
    public String toString() {
        return json;
    }
}
