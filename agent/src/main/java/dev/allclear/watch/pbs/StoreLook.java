package dev.allclear.watch.pbs;

import dev.allclear.task.Upid;
import dev.allclear.verdict.StoreJob;
import dev.allclear.watch.Sighting;
import dev.allclear.watch.SightingSink;
import dev.allclear.watch.http.Reply;
import dev.allclear.watch.http.SourceHealth;
import dev.allclear.watch.pbs.PbsCalls.JobRow;
import dev.allclear.watch.pbs.PbsCalls.StoreRow;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Hands over the jobs of a backup server when they have changed, and what is wrong with datastores. Not thread-safe. */
final class StoreLook {
    private static final String DATASTORE = "datastore ";

    private final PbsCalls calls;
    private final SightingSink sink;
    private final SourceHealth health;
    private final Map<StoreJob, Upid> lastRuns = new HashMap<>();
    private @Nullable List<StoreJob> jobs;

    StoreLook(PbsCalls calls, SightingSink sink, SourceHealth health) {
        this.calls = calls;
        this.sink = sink;
        this.health = health;
    }

    void lookAtJobs() throws InterruptedException {
        Reply<List<JobRow>> reply = calls.jobs();
        if (!(reply instanceof Reply.Got<List<JobRow>> got)) {
            health.problem(
                    "jobs",
                    "the jobs of the backup server are not known: " + reply.why()
                            + ". What was known of them before still counts; they are asked for again.");
            return;
        }
        health.problem("jobs", "");
        List<StoreJob> now = got.value().stream().map(JobRow::job).toList();
        if (!now.equals(jobs)) {
            jobs = now;
            sink.see(new Sighting.StoreJobs(now));
        }
        lastRuns.keySet().retainAll(now);
        for (JobRow row : got.value()) {
            Upid last = row.lastRun();
            if (last != null && !last.equals(lastRuns.put(row.job(), last))) {
                sink.see(new Sighting.JobTask(row.job().id(), last));
            }
        }
    }

    void lookAtDatastores() throws InterruptedException {
        Reply<List<StoreRow>> reply = calls.datastores();
        if (!(reply instanceof Reply.Got<List<StoreRow>> got)) {
            health.problem("datastores", "whether the datastores can be used is not known: " + reply.why() + ".");
            return;
        }
        SortedMap<String, String> problems = new TreeMap<>();
        for (StoreRow row : got.value()) {
            String error = row.error();
            if (error != null) {
                problems.put(
                        DATASTORE + row.store(),
                        "datastore " + row.store() + " cannot be used: " + error
                                + ". Its jobs are skipped without a task or a notification until it can.");
            }
        }
        health.problem("datastores", "");
        health.problems(DATASTORE, problems);
    }
}
