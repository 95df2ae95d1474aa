package dev.allclear.it.world;

import dev.allclear.testing.RecordedCase;
import dev.allclear.testing.RecordedCase.Change;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Lets a recorded case happen again in the directories of a host: logs appear and grow, {@code active} is renamed into
 * place, {@code index} grows and rotates, state files of the scheduler change, workers live in the host's process file
 * system until their log has its last line. Not thread-safe.
 */
public final class Player {
    /** Told when the log of a task has all its bytes; the player goes on when it returns. */
    public interface Listener {
        void logIsWhole(String upid) throws Exception;
    }

    private record Scene(Change change, boolean jobState) {}

    private final Path tree;
    private final Host host;
    private final Path proc;
    private final List<Scene> scenes = new ArrayList<>();
    private final Map<String, Long> lastSight = new HashMap<>();
    private final Map<String, Object> inodes = new HashMap<>();
    private final Map<String, Integer> written = new HashMap<>();
    private final Set<String> gone = new HashSet<>();

    /**
     * Prepares a case.
     *
     * @param tree its task directory as it was afterwards
     * @param host where it shall happen; its tasks are empty
     * @param proc the host's process file system
     */
    public Player(RecordedCase recorded, Path tree, Host host, Path proc) throws IOException {
        this.tree = tree;
        this.host = host;
        this.proc = proc;
        List<Change> timeline = recorded.timeline();
        (timeline.isEmpty() ? afterwards(tree) : timeline).forEach(change -> scenes.add(new Scene(change, false)));
        recorded.jobStateHistory().forEach(change -> scenes.add(new Scene(change, true)));
        scenes.sort(Comparator.comparing(scene -> scene.change.time()));
        for (int i = 0; i < scenes.size(); i++) {
            lastSight.put(scenes.get(i).change.file(), (long) i);
        }
    }

    /** Without a timeline: every log whole in order of its start, then the lists. */
    private static List<Change> afterwards(Path tree) throws IOException {
        List<Change> changes = new ArrayList<>();
        try (Stream<Path> files = Files.walk(tree)) {
            files.filter(Files::isRegularFile)
                    .map(file -> tree.relativize(file).toString())
                    .filter(file -> !file.startsWith("."))
                    .sorted(Comparator.comparing(Player::startOf))
                    .forEach(file -> changes.add(new Change(startOf(file), file, Map.of())));
        }
        return changes;
    }

    private static Instant startOf(String file) {
        return file.contains("UPID:")
                ? Instant.ofEpochSecond(Long.parseLong(file.split(":", -1)[4], 16))
                : Instant.ofEpochSecond(Integer.MAX_VALUE);
    }

    /**
     * Plays it.
     *
     * @param speed how many times faster than it happened; 0 for no waiting at all, in the same order
     */
    public void play(double speed, Listener listener) throws Exception {
        long start = System.nanoTime();
        for (int i = 0; i < scenes.size(); i++) {
            Scene scene = scenes.get(i);
            Change change = scene.change;
            if (speed > 0) {
                Duration due = Duration.between(scenes.get(0).change.time(), change.time());
                long wait = (long) (due.toNanos() / speed) - (System.nanoTime() - start);
                Thread.sleep(Math.max(0, wait / 1_000_000));
            }
            boolean last = Objects.equals(lastSight.get(change.file()), (long) i);
            if (scene.jobState) {
                replace(host.jobStates().resolve(change.file()), bytes(change));
            } else if (change.file().contains("UPID:")) {
                log(change, last, listener);
            } else {
                list(change);
            }
        }
    }

    private void log(Change change, boolean last, Listener listener) throws Exception {
        String file = change.file();
        byte[] whole = Files.readAllBytes(tree.resolve(file));
        // Some sizes are off by what was made anonymous in the recording; the last one is the file's.
        int size = last
                ? whole.length
                : (int) Math.min(whole.length - 1L, (Long)
                        Objects.requireNonNull(change.details().get("size")));
        Path log = host.tasks().resolve(file);
        int from = written.getOrDefault(file, -1);
        if (from < 0) {
            lives(file);
            Files.createDirectories(Objects.requireNonNull(log.getParent()));
        }
        if (size > from) {
            int begin = Math.max(from, 0);
            Files.write(
                    log, Arrays.copyOfRange(whole, begin, size), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            written.put(file, size);
        }
        if (last) {
            String upid = String.valueOf(log.getFileName());
            gone.add(upid);
            Files.deleteIfExists(stat(file));
            listener.logIsWhole(upid);
        }
    }

    private void list(Change change) throws IOException {
        String file = change.file();
        Path target = host.tasks().resolve(file);
        Object inode = change.details().getOrDefault("inode", -1L);
        if (file.equals("index.1")
                && inode.equals(inodes.get("index"))
                && Files.exists(host.tasks().resolve("index"))) {
            Files.move(host.tasks().resolve("index"), target, StandardCopyOption.ATOMIC_MOVE);
            inodes.remove("index");
            written.remove("index");
        }
        byte[] content = bytes(change);
        if (file.equals("active")) {
            for (String line : new String(content, StandardCharsets.UTF_8).split("\n", -1)) {
                if (line.endsWith(": 0") && !gone.contains(line.split(" ", -1)[0])) {
                    lives(line);
                }
            }
        }
        int from = written.getOrDefault(file, 0);
        boolean grows = inode.equals(inodes.put(file, inode)) && content.length >= from;
        if (grows || (file.equals("index") && from == 0)) {
            Files.write(
                    target,
                    Arrays.copyOfRange(content, from, content.length),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } else {
            replace(target, content);
        }
        written.put(file, content.length);
    }

    private byte[] bytes(Change change) throws IOException {
        return change.details().get("content") instanceof String content
                ? content.getBytes(StandardCharsets.UTF_8)
                : Files.readAllBytes(tree.resolve(change.file()));
    }

    private static void replace(Path target, byte[] content) throws IOException {
        Path fresh = target.resolveSibling(target.getFileName() + ".tmp.1");
        Files.write(fresh, content);
        Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
    }

    private Path stat(String upid) {
        long pid = Long.parseLong(upid.split(":", -1)[2], 16);
        return proc.resolve(Long.toString(pid)).resolve("stat");
    }

    /** As proc(5) has it: pid, name, state, and the start time as field 22. */
    private void lives(String upid) throws IOException {
        String[] fields = upid.split(":", -1);
        Files.createDirectories(Objects.requireNonNull(stat(upid).getParent()));
        String stat = Long.parseLong(fields[2], 16) + " (task UPID:" + fields[1] + ":) S" + " 0".repeat(18) + " "
                + Long.parseLong(fields[3], 16) + " 1 2\n";
        Files.writeString(stat(upid), stat);
    }
}
