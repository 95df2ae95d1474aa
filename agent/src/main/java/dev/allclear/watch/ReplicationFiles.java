package dev.allclear.watch;

import dev.allclear.event.Event;
import dev.allclear.event.ReplicationEvents;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/**
 * The replication jobs of this host's guests: {@code /var/lib/pve-manager/pve-replication-state.json}, by guest and target
 * ({@code PVE/ReplicationState.pm}), and {@code replication.cfg} of the cluster for the ids of the jobs. Hands over those
 * that fail. No verdict depends on it, so that nothing is blind without. Single-threaded.
 */
final class ReplicationFiles implements HostFiles {
    private static final Logger LOG = LoggerFactory.getLogger(ReplicationFiles.class);
    private static final byte[] NOTHING = {};

    private final Eyes eyes;
    private final Path state;
    private final Path configuration;
    private final Supplier<String> node;
    private byte[] before = NOTHING;
    private String problem = "";
    private Map<String, String> told = new HashMap<>();

    /** @param node the name of this node */
    ReplicationFiles(Eyes eyes, Supplier<String> node) {
        this.eyes = eyes;
        this.state = eyes.host().jobStates().resolveSibling("pve-replication-state.json");
        this.configuration = eyes.host().jobsCfg().resolveSibling("replication.cfg");
        this.node = node;
    }

    @Override
    public void look() throws InterruptedException {
        try {
            byte[] now = SmallFile.read(state);
            if (!Arrays.equals(before, now)) {
                tell(SmallFile.object(now));
                before = now;
            }
            problem = "";
        } catch (NoSuchFileException e) {
            before = NOTHING; // Nothing is replicated.
        } catch (IOException | JacksonException e) {
            String reason = e instanceof IOException io ? Rights.reason(io) : "it is not what Proxmox VE writes";
            if (!reason.equals(problem)) {
                problem = reason;
                LOG.info("replication jobs are not watched: cannot read {} or {}: {}", state, configuration, reason);
            }
        }
    }

    private void tell(Map<String, Object> states) throws IOException, InterruptedException {
        Map<String, String> jobs = jobs();
        Map<String, String> now = new HashMap<>();
        for (String guest : states.keySet()) {
            Map<String, Object> targets = SmallFile.object(states, guest);
            for (String target : targets.keySet()) {
                String id = jobs.get(guest + " " + target);
                Event event = id == null ? null : event(id, target, SmallFile.object(targets, target));
                if (event != null) {
                    now.put(id, event.identity());
                    if (!event.identity().equals(told.get(id))) {
                        eyes.sink().see(new Sighting.Told(event));
                    }
                }
            }
        }
        told = now;
    }

    private @Nullable Event event(String id, String target, Map<String, Object> values) {
        ReplicationEvents.Job job = new ReplicationEvents.Job(
                node.get(),
                id,
                target.substring(target.indexOf('/') + 1),
                (int) Math.min(Integer.MAX_VALUE, number(values, "fail_count")),
                time(number(values, "last_sync")),
                time(number(values, "last_try")),
                Objects.requireNonNullElse(SmallFile.text(values, "error"), ""));
        return ReplicationEvents.of(eyes.source(), job, eyes.clock().instant()).orElse(null);
    }

    /** The ids of the jobs that are switched on, by guest and target: {@code 100 local/pve2}. */
    private Map<String, String> jobs() throws IOException {
        Map<String, String> jobs = new HashMap<>();
        String id = "";
        for (String line : new String(SmallFile.read(configuration), StandardCharsets.UTF_8).split("\n", -1)) {
            String[] words = line.strip().split("\\s+", 2);
            if (line.startsWith("local:")) {
                id = line.substring("local:".length()).strip();
            } else if (words[0].equals("target") && words.length > 1 && id.contains("-")) {
                jobs.put(id.substring(0, id.indexOf('-')) + " local/" + words[1], id);
            } else if (words[0].equals("disable") && words.length > 1 && words[1].equals("1")) {
                jobs.values().remove(id);
                id = "";
            }
        }
        return jobs;
    }

    private static long number(Map<String, Object> values, String name) {
        String text = SmallFile.text(values, name);
        return text != null && text.matches("[0-9]{1,11}") ? Long.parseLong(text) : 0;
    }

    private static @Nullable Instant time(long seconds) {
        return seconds == 0 ? null : Instant.ofEpochSecond(seconds);
    }
}
