package dev.allclear.cli.setup;

import dev.allclear.config.AgentConf;
import dev.allclear.config.HeartbeatConf;
import dev.allclear.deliver.kuma.PushUrl;
import dev.allclear.verdict.Heartbeat.JobWatch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes {@code agent.conf} and, readable for its owner only, {@code agent-priv.conf} beside it: each at once or not at all, with
 * a copy of what was there before.
 */
public final class ConfWriter {
    private static final Set<PosixFilePermission> OPEN = PosixFilePermissions.fromString("rw-r--r--");
    private static final Set<PosixFilePermission> PRIVATE = PosixFilePermissions.fromString("rw-------");

    /** The job of the file that is shipped, which exists nowhere. */
    private static final String EXAMPLE_JOB = "backup-3f1c0b6e-4c8d";

    private static final String EXAMPLE_TOKEN = "/AbCdEf1234";

    private final Path file;
    private final Path hidden;

    public ConfWriter(Path file) {
        this.file = file;
        this.hidden = file.resolveSibling("agent-priv.conf");
    }

    public Path file() {
        return file;
    }

    /** Where the secrets go. */
    public Path hidden() {
        return hidden;
    }

    /** What is there already. */
    private enum Before {
        /** Nothing, or the example that is shipped. */
        NOTHING,
        /** A configuration without heartbeats, which stays. */
        NO_HEARTBEATS,
        /** A configuration at work, or one with faults. */
        IN_USE
    }

    private Before before() {
        if (!Files.exists(file)) {
            return Before.NOTHING;
        }
        AgentConf.Reading reading = AgentConf.read(file, null, Map.of(), PushUrl::fault);
        if (!(reading instanceof AgentConf.Reading.Good good)) {
            return Before.IN_USE;
        }
        List<HeartbeatConf> heartbeats = good.conf().heartbeats();
        if (heartbeats.isEmpty()) {
            return Before.NO_HEARTBEATS;
        }
        return heartbeats.stream().allMatch(ConfWriter::isExample) ? Before.NOTHING : Before.IN_USE;
    }

    private static boolean isExample(HeartbeatConf heartbeat) {
        return heartbeat.rule().watch() instanceof JobWatch watch
                && watch.jobId().equals(EXAMPLE_JOB)
                && heartbeat.url().reveal().contains(EXAMPLE_TOKEN);
    }

    /** Refuses where a configuration with heartbeats, or one with faults, would be lost. */
    public void requireFree(boolean force) throws SetupException {
        if (!force && before() == Before.IN_USE) {
            throw new SetupException(file + " has heartbeats, or faults, already and is left as it is: `allclear check"
                    + " -c " + file + "` looks at it; --force writes a new one and keeps the old one as " + file
                    + ".bak");
        }
    }

    /**
     * Writes both files.
     *
     * @return what was done, one line each
     */
    public List<String> write(HostSurvey survey, Proposal proposal, String heading, boolean force)
            throws IOException, SetupException {
        requireFree(force);
        List<String> done = new ArrayList<>();
        boolean keep = before() == Before.NO_HEARTBEATS;
        String old = keep ? Files.readString(file, StandardCharsets.UTF_8) : "";
        boolean sources = !old.lines().anyMatch(line -> line.matches("(pve|pbs):\\s.*"));
        String text = (keep ? paragraph(old) : "") + heading + "\n" + proposal.agentConf(survey, sources);
        Files.createDirectories(file.toAbsolutePath().getParent());
        replace(hidden, paragraph(withoutHeartbeats(current(hidden))) + proposal.privateConf(), PRIVATE, done);
        replace(file, text.stripTrailing() + "\n", OPEN, done);
        return done;
    }

    /** Adds one heartbeat behind what is there. */
    public List<String> append(String stanza, String secretStanza) throws IOException {
        List<String> done = new ArrayList<>();
        Files.createDirectories(file.toAbsolutePath().getParent());
        replace(hidden, paragraph(current(hidden)) + secretStanza, PRIVATE, done);
        replace(file, paragraph(current(file)) + stanza, OPEN, done);
        return done;
    }

    /** A text that another stanza can follow. */
    private static String paragraph(String text) {
        return text.isBlank() ? "" : text.stripTrailing() + "\n\n";
    }

    private static String current(Path file) throws IOException {
        return Files.exists(file) ? Files.readString(file, StandardCharsets.UTF_8) : "";
    }

    /** Tokens of sources stay; URLs of heartbeats that are gone would only be complained of. */
    private static String withoutHeartbeats(String text) {
        StringBuilder kept = new StringBuilder();
        boolean heartbeat = false;
        for (String line : text.split("\n", -1)) {
            if (!line.isBlank() && !Character.isWhitespace(line.charAt(0)) && !line.startsWith("#")) {
                heartbeat = line.startsWith("heartbeat:");
            }
            if (!heartbeat) {
                kept.append(line).append('\n');
            }
        }
        return kept.toString();
    }

    private static void replace(Path target, String text, Set<PosixFilePermission> rights, List<String> done)
            throws IOException {
        Set<PosixFilePermission> now = rights;
        if (Files.exists(target)) {
            Path backup = free(target);
            Files.copy(target, backup, StandardCopyOption.COPY_ATTRIBUTES);
            done.add(target + " was kept as " + backup.getFileName());
            now = rights.equals(PRIVATE) ? PRIVATE : Files.getPosixFilePermissions(target);
        }
        Path fresh = target.resolveSibling("." + target.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        try {
            // Nobody else may read it, not even for a moment.
            Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PRIVATE));
            Files.writeString(fresh, text, StandardCharsets.UTF_8, StandardOpenOption.SYNC);
            Files.setPosixFilePermissions(fresh, now);
            Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh);
        }
        done.add("wrote " + target + " (" + PosixFilePermissions.toString(now) + ")");
    }

    private static Path free(Path target) {
        Path backup = target.resolveSibling(target.getFileName() + ".bak");
        for (int number = 1; Files.exists(backup); number++) {
            backup = target.resolveSibling(target.getFileName() + ".bak." + number);
        }
        return backup;
    }
}
