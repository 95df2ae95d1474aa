package dev.allclear.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Work of a real Proxmox Backup Server: what lay in its task directory, and what the server itself made of it.
 *
 * @param name name of the case, for example {@code pbs-12-syncjob-errors}
 * @param directory where the recording lies
 * @param tasks the tasks to be judged
 */
public record RecordedPbsCase(String name, Path directory, List<ExpectedTask> tasks) {

    /**
     * What the server made of one task.
     *
     * @param upid which task
     * @param workerType its type
     * @param workerId its worker id without escapes; null when it is empty
     * @param datastore the datastore that it worked on; null when it worked on none
     * @param jobId the job that it is a run of; null for tasks without a job, and for garbage collection
     * @param state ok, warnings, error, unknown or running
     * @param statusText the status as the server tells it; null while it is running
     * @param starttime Unix seconds
     * @param endtime Unix seconds; -1 while it is running
     */
    public record ExpectedTask(
            String upid,
            String workerType,
            @Nullable String workerId,
            @Nullable String datastore,
            @Nullable String jobId,
            String state,
            @Nullable String statusText,
            long starttime,
            long endtime) {}

    /** Every case of the test resources, and of the directories in the system property {@code allclear.cases}. */
    public static List<RecordedPbsCase> all() {
        return RecordedCase.directories(bundled(), "pbs")
                .map(RecordedPbsCase::read)
                .toList();
    }

    /** The case of the test resources with this name. */
    public static RecordedPbsCase named(String name) {
        return read(bundled().resolve(name));
    }

    /** The cases of the test resources. */
    public static Path bundled() {
        return RecordedCase.bundled().resolveSibling("pbs");
    }

    /** Copies the task directory as it was afterwards into {@code target}, without the times of the last writes. */
    public Path unpackTree(Path target) throws IOException {
        RecordedCase.unpack(directory, target);
        return target;
    }

    /** Where copies of the job state files lie; a directory that need not exist. */
    public Path jobStates() {
        return directory.resolve("jobstates");
    }

    @Override
    public String toString() {
        return name;
    }

    private static RecordedPbsCase read(Path directory) {
        List<ExpectedTask> tasks = new ArrayList<>();
        for (Object task : RecordedCase.list(RecordedCase.expectation(directory), "tasks")) {
            Map<?, ?> fields = (Map<?, ?>) task;
            tasks.add(new ExpectedTask(
                    RecordedCase.text(fields, "upid"),
                    RecordedCase.text(fields, "worker_type"),
                    (String) fields.get("worker_id"),
                    (String) fields.get("datastore"),
                    (String) fields.get("job_id"),
                    RecordedCase.text(fields, "state"),
                    (String) fields.get("status_text"),
                    (Long) Objects.requireNonNull(fields.get("starttime")),
                    fields.get("endtime") instanceof Long ended ? ended : -1));
        }
        String name = Objects.requireNonNull(directory.getFileName()).toString();
        return new RecordedPbsCase(name, directory, tasks);
    }

    /** Whether the case has a task directory; some hold answers of the API only. */
    public boolean hasTree() {
        return Files.exists(directory.resolve("tree.tar.gz")) || Files.exists(directory.resolve("tree"));
    }
}
