package dev.allclear.it.fleet;

import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A backup job as {@code jobs.cfg} has it. Immutable.
 *
 * @param options by key, in order; {@code all} and {@code enabled} are numbers in the API's answers, the others strings
 */
public record PveJob(String id, Map<String, String> options) {
    private static final Set<String> NOT_OF_THE_COMMAND = Set.of("vmid", "schedule", "enabled", "comment");

    public PveJob {
        options = new LinkedHashMap<>(options);
    }

    private static PveJob of(String id) {
        return new PveJob(id, Map.of())
                .with("schedule", "01:00")
                .with("enabled", "1")
                .with("mode", "snapshot")
                .with("storage", "local")
                .with("compress", "zstd");
    }

    /** A nightly job over these guests. */
    public static PveJob over(String id, int... vmids) {
        return of(id).with(
                        "vmid", IntStream.of(vmids).mapToObj(Integer::toString).collect(Collectors.joining(",")));
    }

    /** A nightly job over all guests but these. */
    public static PveJob overAllBut(String id, int... excluded) {
        PveJob all = of(id).with("all", "1");
        return excluded.length == 0
                ? all
                : all.with(
                        "exclude",
                        IntStream.of(excluded).mapToObj(Integer::toString).collect(Collectors.joining(",")));
    }

    /** A nightly job over a pool. */
    public static PveJob overPool(String id, String pool) {
        return of(id).with("pool", pool);
    }

    /** The same with an option, or another value for it. */
    public PveJob with(String key, String value) {
        Map<String, String> more = new LinkedHashMap<>(options);
        more.put(key, value);
        return new PveJob(id, more);
    }

    /** The same, due then for the next time. */
    public PveJob nextRun(Instant at) {
        return with("next-run", Long.toString(at.getEpochSecond()));
    }

    String option(String key) {
        return options.getOrDefault(key, "");
    }

    /** All guests that it names, including those that do not exist. */
    Set<Integer> named() {
        return numbers(option("vmid"));
    }

    private static Set<Integer> numbers(String list) {
        return Arrays.stream(list.split(",", -1))
                .filter(number -> !number.isEmpty())
                .map(Integer::valueOf)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    boolean includes(PveGuest guest) {
        if (!option("node").isEmpty() && !option("node").equals(guest.node())) {
            return false;
        }
        if (!option("pool").isEmpty()) {
            return option("pool").equals(guest.pool());
        }
        return option("all").equals("1")
                ? !numbers(option("exclude")).contains(guest.vmid())
                : named().contains(guest.vmid());
    }

    /** As {@code /cluster/backup} shows it, with {@code next-run}, and {@code /cluster/backup/ID}, without. */
    Fields shown(boolean withNextRun) {
        Fields fields = new Fields().with("id", id).with("type", "vzdump");
        options.forEach((key, value) -> {
            boolean number =
                    Set.of("all", "enabled", "next-run", "repeat-missed").contains(key);
            fields.withIf(withNextRun || !key.equals("next-run"), key, number ? (Object) Long.valueOf(value) : value);
        });
        return fields;
    }

    /** The first line of its task's log when the scheduler starts it. */
    String firstLine() {
        StringBuilder line = new StringBuilder("INFO: starting new backup job: vzdump");
        named().forEach(vmid -> line.append(' ').append(vmid));
        options.forEach((key, value) -> {
            if (!NOT_OF_THE_COMMAND.contains(key) && !key.equals("next-run")) {
                line.append(" --").append(key).append(' ').append(quoted(value));
            }
        });
        return line.append(" --quiet 1").toString();
    }

    private static String quoted(String value) {
        return value.matches("[A-Za-z0-9_!%+,\\-./:@^]+") ? value : "'" + value + "'";
    }

    /** The guests of one node that it backs up now, by number. */
    List<PveGuest> on(String node, List<PveGuest> guests) {
        return guests.stream()
                .filter(guest -> guest.node().equals(node) && includes(guest))
                .toList();
    }
}
