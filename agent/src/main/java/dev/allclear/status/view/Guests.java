package dev.allclear.status.view;

import dev.allclear.config.AgentConf;
import dev.allclear.config.HeartbeatConf;
import dev.allclear.ledger.Entries;
import dev.allclear.ledger.GuestRow;
import dev.allclear.pipeline.KnownRun;
import dev.allclear.verdict.Heartbeat;
import dev.allclear.verdict.Heartbeat.JobWatch;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The last backups of every guest, by source and number. */
public final class Guests {
    /** So many turns of a guest are shown at a glance. */
    public static final int TURNS = 14;

    /** Which guest: several clusters have a guest 100. */
    private record Key(String source, int vmid) implements Comparable<Key> {
        private static final Comparator<Key> ORDER =
                Comparator.comparingInt(Key::vmid).thenComparing(Key::source);

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }
    }

    private Guests() {}

    /**
     * Every guest that a task of the ledger had its turn with, and those that the newest run of a heartbeat expects.
     *
     * @param zone of the nodes, whose logs tell local times
     * @return by number, then by source
     */
    public static List<GuestView> of(AgentConf conf, Entries entries, ZoneId zone) {
        Map<Key, List<GuestRow>> turns = new TreeMap<>();
        entries.tasks()
                .newestOfGuests(TURNS)
                .forEach(row -> turns.computeIfAbsent(
                                new Key(row.source(), row.guest().vmid()), key -> new ArrayList<>())
                        .add(row));
        Map<Key, GuestView> guests = new TreeMap<>();
        turns.forEach((key, rows) -> guests.put(key, guest(key, rows, zone)));
        Collection<String> sources = Overview.names(conf);
        conf.heartbeats().stream()
                .map(HeartbeatConf::rule)
                .flatMap(rule -> newestRun(rule, sources, entries).stream())
                .forEach(run -> expected(run, guests));
        return List.copyOf(guests.values());
    }

    private static GuestView guest(Key key, List<GuestRow> rows, ZoneId zone) {
        GuestRow newest = rows.get(rows.size() - 1);
        return new GuestView(
                key.source(),
                key.vmid(),
                lastKnown(rows.stream().map(row -> row.guest().name())),
                lastKnown(rows.stream().map(row -> row.guest().kind())),
                newest.upid().node(),
                rows.stream().map(row -> GuestBackup.of(row, zone)).toList());
    }

    private static @Nullable String lastKnown(Stream<@Nullable String> texts) {
        return texts.filter(Objects::nonNull).reduce((earlier, later) -> later).orElse(null);
    }

    private static void expected(KnownRun run, Map<Key, GuestView> guests) {
        String source = run.job() == null ? "" : run.job().source();
        run.expected().guests().forEach((vmid, included) -> {
            Key key = new Key(source, vmid);
            guests.putIfAbsent(key, new GuestView(source, vmid, null, null, included.node(), List.of()));
        });
    }

    private static Optional<KnownRun> newestRun(Heartbeat rule, Collection<String> sources, Entries entries) {
        return rule.watch() instanceof JobWatch
                ? Stream.concat(
                                KnownRun.open(rule, sources, entries).stream(),
                                entries.runs().newest(rule.name(), 1).stream()
                                        .map(row -> KnownRun.of(rule, row.run(), sources, entries)))
                        .findFirst()
                : Optional.empty();
    }
}
