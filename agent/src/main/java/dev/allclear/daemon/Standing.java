package dev.allclear.daemon;

import dev.allclear.config.AgentConf;
import dev.allclear.config.SourceConf;
import dev.allclear.ledger.Entries;
import dev.allclear.ledger.Ledger;
import dev.allclear.ledger.LedgerException;
import dev.allclear.ledger.RunRow;
import dev.allclear.pipeline.SourceHealth;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How the service stands, in the one line that {@code systemctl status} has for it: {@code 3 sources seeing, last all-clear
 * nightly 03:41}. Immutable and thread-safe.
 */
record Standing(List<String> sources, List<String> heartbeats, ZoneId zone) {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm");
    private static final DateTimeFormatter DATE_AND_TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");
    private static final String SEEING = "seeing ";

    static Standing of(AgentConf conf, ZoneId zone) {
        return new Standing(
                conf.sources().stream()
                        .filter(source -> !source.disabled())
                        .map(SourceConf::name)
                        .toList(),
                conf.enabled().stream()
                        .map(heartbeat -> heartbeat.rule().name())
                        .toList(),
                zone);
    }

    String words(Ledger ledger, Instant now) {
        try {
            return ledger.read(entries -> seeing(SourceHealth.of(entries)) + ", " + allClear(entries, now));
        } catch (LedgerException e) {
            return "the ledger cannot be read: " + e.getMessage();
        }
    }

    private String seeing(Map<String, String> health) {
        if (sources.isEmpty()) {
            return "no source";
        }
        List<String> not = sources.stream()
                .filter(source -> !health.getOrDefault(source, "").startsWith(SEEING))
                .toList();
        int all = sources.size();
        return not.isEmpty()
                ? all + (all == 1 ? " source" : " sources") + " seeing"
                : all - not.size() + " of " + all + " sources seeing (not " + String.join(", ", not) + ")";
    }

    private String allClear(Entries entries, Instant now) {
        Optional<RunRow> newest = heartbeats.stream()
                .flatMap(name -> entries.runs().newestAllClear(name).stream())
                .max(Comparator.comparing(RunRow::ended));
        return newest.map(run -> "last all-clear " + run.heartbeat() + " " + time(run.ended(), now))
                .orElse("no all-clear yet");
    }

    private String time(Instant moment, Instant now) {
        ZonedDateTime there = moment.atZone(zone);
        LocalDate today = now.atZone(zone).toLocalDate();
        return there.format(there.toLocalDate().equals(today) ? TIME : DATE_AND_TIME);
    }
}
