package dev.allclear.status.view;

import dev.allclear.config.AgentConf;
import dev.allclear.config.SourceConf;
import dev.allclear.ledger.Entries;
import dev.allclear.ledger.EventRow;
import dev.allclear.ledger.Gap;
import dev.allclear.pipeline.SourceHealth;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * How everything stands, as far as the ledger knows it. Immutable and thread-safe.
 *
 * @param at the moment for which it holds
 * @param heartbeats in the order of agent.conf, disabled ones included
 * @param sources in that order too
 * @param targets in that order too
 * @param queue what the outbox holds
 * @param blindSpots what cannot be seen now
 * @param gaps the times of the last two weeks that nobody saw, oldest first
 * @param events what happened last, newest first
 * @param tasks how many tasks are known
 */
public record Overview(
        Instant at,
        List<HeartbeatView> heartbeats,
        List<SourceView> sources,
        List<TargetView> targets,
        Queue queue,
        List<BlindSpot> blindSpots,
        List<Gap> gaps,
        List<EventRow> events,
        int tasks) {

    private static final int EVENTS = 10;
    private static final Duration GAPS = Duration.ofDays(14);

    public Overview {
        heartbeats = List.copyOf(heartbeats);
        sources = List.copyOf(sources);
        targets = List.copyOf(targets);
        blindSpots = List.copyOf(blindSpots);
        gaps = List.copyOf(gaps);
        events = List.copyOf(events);
    }

    /**
     * Reads how everything stands.
     *
     * @param zone of this host, in which schedules are meant
     */
    public static Overview of(AgentConf conf, Entries entries, Instant now, ZoneId zone) {
        Map<String, SourceHealth.Sight> sights = SourceHealth.sights(entries);
        List<SourceView> sources = conf.sources().stream()
                .map(source -> SourceView.of(source, sights.get(source.name())))
                .toList();
        List<TargetView> targets = conf.targets().stream()
                .map(target -> TargetView.of(target, entries))
                .toList();
        List<BlindSpot> blindSpots = BlindSpot.all(entries);
        HeartbeatViews heartbeats =
                new HeartbeatViews(names(conf), troubles(sources, targets, blindSpots), entries, now, zone);
        return new Overview(
                now,
                conf.heartbeats().stream().map(heartbeats::of).toList(),
                sources,
                targets,
                Queue.of(entries),
                blindSpots,
                entries.gaps().since(now.minus(GAPS)),
                entries.events().newest(EVENTS),
                entries.tasks().count());
    }

    /** The names of the sources. */
    static List<String> names(AgentConf conf) {
        return conf.sources().stream().map(SourceConf::name).toList();
    }

    private static List<String> troubles(
            List<SourceView> sources, List<TargetView> targets, List<BlindSpot> blindSpots) {
        List<String> troubles = new ArrayList<>();
        sources.stream()
                .filter(SourceView::troubled)
                .forEach(source -> troubles.add(source.name() + " is " + source.words()));
        blindSpots.forEach(spot -> troubles.add("cannot see " + spot.subject() + ": " + spot.problem()));
        targets.stream()
                .filter(TargetView::troubled)
                .flatMap(target -> Stream.ofNullable(target.trouble()))
                .forEach(notice -> troubles.add(notice.target() + " does not deliver: " + notice.lastError()));
        return troubles;
    }
}
