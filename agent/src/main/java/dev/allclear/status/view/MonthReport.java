package dev.allclear.status.view;

import dev.allclear.config.AgentConf;
import dev.allclear.ledger.Entries;
import dev.allclear.ledger.Gap;
import dev.allclear.ledger.RunRow;
import dev.allclear.verdict.Heartbeat;
import dev.allclear.verdict.Heartbeat.SelfWatch;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What became of the backups of a month. Immutable and thread-safe.
 *
 * @param month the month
 * @param zone in whose days it is told
 * @param at when this was read
 * @param heartbeats every heartbeat that watches runs, in the order of agent.conf
 * @param gaps the times of the month that nobody saw
 */
public record MonthReport(YearMonth month, ZoneId zone, Instant at, List<HeartbeatMonth> heartbeats, List<Gap> gaps) {
    public MonthReport {
        heartbeats = List.copyOf(heartbeats);
        gaps = List.copyOf(gaps);
    }

    /** Reads it. */
    public static MonthReport of(YearMonth month, AgentConf conf, Entries entries, Instant now, ZoneId zone) {
        Instant from = month.atDay(1).atStartOfDay(zone).toInstant();
        Instant to = month.plusMonths(1).atDay(1).atStartOfDay(zone).toInstant();
        List<String> sources = Overview.names(conf);
        List<HeartbeatMonth> heartbeats = conf.heartbeats().stream()
                .map(heartbeat -> heartbeat.rule())
                .filter(rule -> !(rule.watch() instanceof SelfWatch))
                .map(rule -> of(rule, month, entries.runs().between(rule.name(), from, to), sources, entries, zone))
                .toList();
        return new MonthReport(
                month,
                zone,
                now,
                heartbeats,
                entries.gaps().since(from).stream()
                        .filter(gap -> gap.from().isBefore(to))
                        .toList());
    }

    private static HeartbeatMonth of(
            Heartbeat rule, YearMonth month, List<RunRow> runs, List<String> sources, Entries entries, ZoneId zone) {
        Map<LocalDate, List<RunView>> days = new TreeMap<>();
        for (int day = 1; day <= month.lengthOfMonth(); day++) {
            days.put(month.atDay(day), new ArrayList<>());
        }
        for (RunRow run : runs) {
            days.computeIfAbsent(run.started().atZone(zone).toLocalDate(), date -> new ArrayList<>())
                    .add(RunView.of(rule, run, sources, entries));
        }
        return new HeartbeatMonth(
                rule.name(),
                WatchWords.of(rule.watch()),
                entries.runs().learnedAt(rule.name()).orElse(null),
                days.entrySet().stream()
                        .map(day -> new HeartbeatMonth.Day(day.getKey(), day.getValue()))
                        .toList());
    }
}
