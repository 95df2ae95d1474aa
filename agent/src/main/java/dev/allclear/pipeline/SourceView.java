package dev.allclear.pipeline;

import dev.allclear.schedule.CalendarEvent;
import dev.allclear.schedule.Timetable;
import dev.allclear.verdict.Cluster;
import dev.allclear.verdict.Job;
import dev.allclear.verdict.JobContent;
import dev.allclear.verdict.StoreJob;
import dev.allclear.watch.Sighting;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What one source showed last: jobs, nodes, guests, and what it cannot see. Used by the judge's thread. */
final class SourceView {
    private static final String NODE = "node ";
    private static final String RIGHTS = "rights ";
    /** A proxy that restarts, a node that reboots its network. */
    private static final Duration BLINK = Duration.ofMinutes(5);

    /** A start that failed, as the job's state says. */
    record StartFailure(String node, Instant at, String reason) {}

    private final ZoneId zone;
    private List<Job> jobs = List.of();
    private Map<String, StoreJob> storeJobs = Map.of();
    private Cluster cluster = Cluster.UNKNOWN;
    private final Map<String, JobContent> contents = new HashMap<>();
    private final Map<String, Map<String, StartFailure>> startFailures = new HashMap<>();
    private final Map<String, String> blindSpots = new TreeMap<>();
    private final Map<String, Instant> blindSince = new HashMap<>();
    private Sighting.@Nullable Health health;

    SourceView(ZoneId zone) {
        this.zone = zone;
    }

    /**
     * Takes what changes the view; everything else is nothing to it.
     *
     * @return whether that may change what is due
     */
    boolean take(Sighting sighting, Instant now) {
        if (sighting instanceof Sighting.Jobs read) {
            jobs = read.jobs();
        } else if (sighting instanceof Sighting.StoreJobs read) {
            Map<String, StoreJob> byKey = new HashMap<>();
            read.jobs().forEach(job -> byKey.put(key(job.kind(), job.id()), job));
            storeJobs = byKey;
        } else if (sighting instanceof Sighting.Nodes seen) {
            cluster = seen.cluster();
        } else if (sighting instanceof Sighting.Included told) {
            contents.put(told.jobId(), new JobContent(told.guests(), told.unknown()));
        } else if (sighting instanceof Sighting.JobNotStarted failure) {
            startFailures
                    .computeIfAbsent(failure.jobId(), job -> new TreeMap<>())
                    .put(failure.node(), new StartFailure(failure.node(), failure.at(), failure.reason()));
        } else if (sighting instanceof Sighting.Blind blind) {
            if (blind.problem().isEmpty()) {
                blindSpots.remove(blind.subject());
                blindSince.remove(blind.subject());
            } else {
                blindSpots.put(blind.subject(), blind.problem());
                blindSince.putIfAbsent(blind.subject(), now);
            }
        } else if (sighting instanceof Sighting.Health seen) {
            health = seen;
        }
        return sighting instanceof Sighting.Jobs
                || sighting instanceof Sighting.Nodes
                || sighting instanceof Sighting.StoreJobs
                || sighting instanceof Sighting.JobNotStarted;
    }

    List<Job> jobs() {
        return jobs;
    }

    Collection<StoreJob> storeJobs() {
        return storeJobs.values();
    }

    Cluster cluster() {
        return cluster;
    }

    Optional<Sighting.Health> health() {
        return Optional.ofNullable(health);
    }

    Optional<Job> job(String id) {
        return jobs.stream().filter(job -> job.id().equals(id)).findFirst();
    }

    @Nullable
    JobContent content(String jobId) {
        return contents.get(jobId);
    }

    Collection<StartFailure> startFailures(String jobId) {
        return startFailures.getOrDefault(jobId, Map.of()).values();
    }

    Optional<StoreJob> storeJob(StoreJob.Kind kind, String id) {
        return Optional.ofNullable(storeJobs.get(key(kind, id)));
    }

    /** The nodes that cannot be seen now, and why: all of them when the source sees nothing. */
    Map<String, String> unseen() {
        Map<String, String> all = new TreeMap<>();
        blindSpots.forEach((subject, why) -> nodeOf(subject).ifPresent(node -> all.putIfAbsent(node, why)));
        if (health != null && health.sight() == Sighting.Sight.BLIND) {
            String why = health.why();
            cluster.watched().forEach(node -> all.putIfAbsent(node, why));
        }
        return all;
    }

    /**
     * Until when it is too early to say what is not there, since a node has been out of sight for a moment only; empty when
     * there is nothing to wait for. A node that its cluster calls offline is no such case.
     */
    Optional<Instant> blinkingUntil(Instant now) {
        return blindSince.entrySet().stream()
                .filter(spot -> nodeOf(spot.getKey())
                        .filter(node -> !spot.getKey().startsWith(RIGHTS))
                        .filter(node -> !Boolean.FALSE.equals(cluster.nodes().get(node)))
                        .isPresent())
                .map(spot -> spot.getValue().plus(BLINK))
                .filter(now::isBefore)
                .max(Instant::compareTo);
    }

    /** The node that a blind spot is about: the node itself, or the right to look at it. */
    private static Optional<String> nodeOf(String subject) {
        String about = subject.startsWith(RIGHTS) ? subject.substring(RIGHTS.length()) : subject;
        return about.startsWith(NODE) ? Optional.of(about.substring(NODE.length())) : Optional.empty();
    }

    boolean blind() {
        return health != null && health.sight() == Sighting.Sight.BLIND;
    }

    /** When an enabled job is due; empty when it is not started by a schedule. */
    Optional<Timetable> timetable(Job job) {
        return job.enabled() ? timetable(job.schedule()) : Optional.empty();
    }

    /** When something with this schedule is due. */
    Optional<Timetable> timetable(@Nullable String schedule) {
        return Optional.ofNullable(schedule).flatMap(CalendarEvent::parse).map(event -> new Timetable(event, zone));
    }

    private static String key(StoreJob.Kind kind, String id) {
        return kind + " " + id;
    }
}
