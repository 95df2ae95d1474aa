package dev.allclear.cli.setup;

import dev.allclear.config.HeartbeatConf;
import dev.allclear.task.Upid.Product;
import dev.allclear.verdict.Job;
import dev.allclear.verdict.StoreJob;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The heartbeats that fit a host: one for each job that starts by itself. Immutable and thread-safe.
 *
 * @param heartbeats backup jobs first
 * @param leftOut the jobs that get none, and why, in words
 */
public record Proposal(List<Proposed> heartbeats, List<String> leftOut) {
    private static final int LONGEST_NAME = 32;

    /**
     * A heartbeat.
     *
     * @param name of its stanza
     * @param watch the line that says what is watched: {@code job backup-1}, {@code task gc:store1}
     * @param schedule when it is due
     * @param known the push URL that a hook script has for it; null when none has
     * @param url where to push; null while that is to be filled in
     */
    public record Proposed(
            String name,
            String watch,
            String schedule,
            @Nullable PushPlace known,
            @Nullable PushPlace url) {

        /** The same, pushing there. */
        Proposed to(@Nullable PushPlace place) {
            return new Proposed(name, watch, schedule, known, place);
        }

        /** Without the URL. */
        @Override
        public String toString() {
            return name + " (" + watch + ")";
        }
    }

    public Proposal {
        heartbeats = List.copyOf(heartbeats);
        leftOut = List.copyOf(leftOut);
    }

    /** For every job of the host that has a schedule. */
    public static Proposal of(HostSurvey survey) {
        List<Proposed> heartbeats = new ArrayList<>();
        List<String> leftOut = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Job job : survey.jobs()) {
            String schedule = job.schedule();
            if (!job.enabled() || schedule == null) {
                leftOut.add("job " + job.id() + (job.enabled() ? " has no schedule" : " is disabled"));
                continue;
            }
            List<String> comment = job.options().getOrDefault("comment", List.of());
            String name = name(comment.isEmpty() ? "" : comment.get(0), job.id(), names);
            heartbeats.add(new Proposed(name, "job " + job.id(), schedule, known(survey, job), null));
        }
        for (StoreJob job : survey.storeJobs()) {
            String task = job.kind().word() + ":" + job.id();
            String schedule = job.schedule();
            if (schedule == null) {
                leftOut.add("task " + task + " has no schedule");
                continue;
            }
            heartbeats.add(new Proposed(
                    name("", job.kind().word() + "-" + job.id(), names), "task " + task, schedule, null, null));
        }
        return new Proposal(heartbeats, leftOut);
    }

    /** A hook that several jobs call has one monitor for all of them: that is nobody's. */
    private static @Nullable PushPlace known(HostSurvey survey, Job job) {
        return survey.hookOf(job)
                .filter(hook -> hook.jobs().size() == 1 && hook.script() != null)
                .flatMap(hook -> hook.script() == null
                        ? java.util.Optional.empty()
                        : hook.script().place())
                .filter(place -> place.kind().equals("kuma"))
                .orElse(null);
    }

    private static String name(String comment, String id, Set<String> taken) {
        String wanted = slug(comment.toLowerCase(Locale.ROOT));
        String base = wanted.length() < 2 || taken.contains(wanted) ? slug(id) : wanted;
        base = base.length() < 2 ? "job-" + base : base;
        String name = base;
        for (int number = 2; !taken.add(name); number++) {
            String end = "-" + number;
            name = base.substring(0, Math.min(base.length(), LONGEST_NAME - end.length())) + end;
        }
        return name;
    }

    private static String slug(String text) {
        String slug = text.replaceAll("[^A-Za-z0-9_.]+", "-").replaceAll("^[-.]+", "");
        slug = slug.length() > LONGEST_NAME ? slug.substring(0, LONGEST_NAME) : slug;
        return slug.replaceAll("[-.]+$", "");
    }

    /** The public file, to be put behind {@code before}. */
    String agentConf(HostSurvey survey, boolean withSources) {
        StringBuilder text = new StringBuilder();
        if (withSources) {
            survey.hosts()
                    .forEach(host -> text.append(host.product() == Product.PVE ? "pve" : "pbs")
                            .append(": ")
                            .append(source(survey, host.product()))
                            .append("\n\tcomment this host\n\n"));
        }
        for (Proposed heartbeat : heartbeats) {
            text.append("heartbeat: ").append(heartbeat.name()).append("\n\t").append(heartbeat.watch());
            text.append("\n\tcomment schedule ").append(heartbeat.schedule()).append("\n\n");
        }
        for (String line : leftOut) {
            text.append("# ").append(line).append(", so it has no heartbeat\n");
        }
        return text.toString();
    }

    /** What a product of this host is called as a source. */
    static String source(HostSurvey survey, Product product) {
        return product == Product.PBS && survey.has(Product.PVE) ? "local-pbs" : "local";
    }

    /** The private file's stanzas. */
    String privateConf() {
        StringBuilder text = new StringBuilder();
        for (Proposed heartbeat : heartbeats) {
            PushPlace place = heartbeat.url();
            text.append("heartbeat: ").append(heartbeat.name()).append("\n\turl ");
            text.append(place == null ? HeartbeatConf.FILL_IN : place.url()).append("\n\n");
        }
        return text.toString();
    }
}
