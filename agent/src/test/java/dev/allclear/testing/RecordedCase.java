package dev.allclear.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * A run of real Proxmox VE code: what lay in its task directory, and what Proxmox itself made of it.
 *
 * @param name name of the case, for example {@code 03-one-of-three-fails}
 * @param directory where the recording lies
 * @param push what a heartbeat on exactly this run would do: yes, no, warnings, empty, no-task or see-tasks
 * @param requested the guests that the job asked for
 * @param tasks the tasks to be judged
 */
public record RecordedCase(
        String name, Path directory, String push, List<Integer> requested, List<ExpectedTask> tasks) {

    /**
     * What Proxmox made of one task.
     *
     * @param upid which task
     * @param state ok, warnings, error, unknown or running
     * @param statusText the status as Proxmox decided it
     * @param guests each guest's state in one word
     */
    public record ExpectedTask(String upid, String state, String statusText, SortedMap<Integer, String> guests) {}

    /**
     * Every case of the test resources, and of the directories in the system property {@code allclear.cases}. Where the test
     * resources are not on the class path, {@code allclear.bundled-cases} says where they lie.
     */
    public static List<RecordedCase> all() {
        return directories(bundled(), "pve").map(RecordedCase::read).toList();
    }

    /** Where cases of a product lie: those of the test resources, then those of {@code allclear.cases}. */
    static Stream<Path> directories(Path bundled, String product) {
        List<Path> directories = new ArrayList<>(in(bundled));
        for (String more : System.getProperty("allclear.cases", "").split(",", -1)) {
            if (!more.isBlank()) {
                List<Path> found = in(Path.of(more.strip()));
                if (found.isEmpty()) {
                    throw new IllegalStateException("No recorded case in " + more);
                }
                directories.addAll(found);
            }
        }
        return directories.stream()
                .filter(directory -> product.equals(expectation(directory).get("product")));
    }

    /** The case of the test resources with this name. */
    public static RecordedCase named(String name) {
        return read(bundled().resolve(name));
    }

    /** Copies the task directory as it was afterwards into {@code target}, with the times of the last writes if known. */
    public Path unpackTree(Path target) throws IOException {
        unpack(directory, target);
        for (Change change : timeline()) {
            Path file = target.resolve(change.file());
            if (Files.exists(file)) {
                Files.setLastModifiedTime(file, FileTime.from(change.time()));
            }
        }
        return target;
    }

    /**
     * A moment at which a file changed.
     *
     * @param time when
     * @param file which, relative to the task directory
     * @param details size, inode, content, last_line, … as recorded
     */
    public record Change(Instant time, String file, Map<String, Object> details) {}

    /** How the task directory came to be, in order; empty if that was not recorded. */
    public List<Change> timeline() throws IOException {
        return changes("timeline.json");
    }

    /** How the scheduler's state files changed, in order, each with its content; empty for runs without scheduler. */
    public List<Change> jobStateHistory() throws IOException {
        return changes("jobstate-history.json");
    }

    private List<Change> changes(String recording) throws IOException {
        List<Change> changes = new ArrayList<>();
        if (Files.exists(directory.resolve(recording)) || Files.exists(directory.resolve(recording + ".gz"))) {
            for (Object entry : (List<?>) Json.read(bytes(recording))) {
                Map<String, Object> details = new TreeMap<>();
                ((Map<?, ?>) entry).forEach((key, value) -> details.put((String) key, value));
                double seconds = ((Number) Objects.requireNonNull(details.remove("t"))).doubleValue();
                Instant time = Instant.ofEpochSecond(0, Math.round(seconds * 1e9));
                changes.add(new Change(time, (String) Objects.requireNonNull(details.remove("file")), details));
            }
        }
        return changes;
    }

    /** The severities of the notifications that PVE itself sent, sorted. */
    public List<String> notificationSeverities() {
        return ((List<?>) Objects.requireNonNull(expectation(directory).get("pve_notification_severity")))
                .stream().map(String.class::cast).sorted().toList();
    }

    @Override
    public String toString() {
        return name;
    }

    private byte[] bytes(String file) throws IOException {
        Path compressed = directory.resolve(file + ".gz");
        if (!Files.exists(compressed)) {
            return Files.readAllBytes(directory.resolve(file));
        }
        try (InputStream in = new GZIPInputStream(Files.newInputStream(compressed))) {
            return in.readAllBytes();
        }
    }

    static void unpack(Path directory, Path target) throws IOException {
        Path archive = directory.resolve("tree.tar.gz");
        if (Files.exists(archive)) {
            Files.createDirectories(target);
            Tar.unpack(archive, "tree", target);
        } else {
            copy(directory.resolve("tree"), target);
        }
    }

    static Path bundled() {
        String elsewhere = System.getProperty("allclear.bundled-cases", "");
        if (!elsewhere.isEmpty()) {
            return Path.of(elsewhere);
        }
        URL url = Objects.requireNonNull(RecordedCase.class.getResource("/cases/pve"), "test resources");
        try {
            return Path.of(url.toURI());
        } catch (URISyntaxException broken) {
            throw new IllegalStateException(broken);
        }
    }

    private static List<Path> in(Path root) {
        try (Stream<Path> files = Files.walk(root, 3)) {
            return files.filter(file -> file.endsWith("expect.json"))
                    .map(file -> Objects.requireNonNull(file.getParent()))
                    .sorted(Comparator.comparing(Path::toString))
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    static Map<?, ?> expectation(Path directory) {
        try {
            return (Map<?, ?>) Json.read(Files.readAllBytes(directory.resolve("expect.json")));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static RecordedCase read(Path directory) {
        Map<?, ?> expected = expectation(directory);
        List<ExpectedTask> tasks = new ArrayList<>();
        for (Object task : list(expected, "tasks")) {
            Map<?, ?> fields = (Map<?, ?>) task;
            SortedMap<Integer, String> guests = new TreeMap<>();
            ((Map<?, ?>) Objects.requireNonNull(fields.get("guests")))
                    .forEach((vmid, state) -> guests.put(Integer.valueOf((String) vmid), (String) state));
            tasks.add(
                    new ExpectedTask(text(fields, "upid"), text(fields, "state"), text(fields, "status_text"), guests));
        }
        List<Integer> requested = list(expected, "requested").stream()
                .map(vmid -> ((Long) vmid).intValue())
                .toList();
        String name = Objects.requireNonNull(directory.getFileName()).toString();
        return new RecordedCase(name, directory, text(expected, "push"), requested, tasks);
    }

    static String text(Map<?, ?> map, String key) {
        return (String) Objects.requireNonNull(map.get(key), key);
    }

    static List<?> list(Map<?, ?> map, String key) {
        return map.get(key) instanceof List<?> list ? list : List.of();
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> paths = Files.walk(from)) {
            for (Path path : (Iterable<Path>) paths::iterator) {
                Path target = to.resolve(from.relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(target);
                } else {
                    // By content, so that a recording that may only be read becomes a directory that may be written.
                    Files.write(target, Files.readAllBytes(path));
                }
            }
        }
    }
}
