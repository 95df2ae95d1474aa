package dev.allclear.it.fleet;

import java.util.SortedMap;
import java.util.TreeMap;

/** Requests and bytes of HTTP by path; queries are left out, and task names are shortened to {@code UPID}. Thread-safe. */
public final class Traffic {

    /**
     * What went over one path.
     *
     * @param in bytes of the requests
     * @param out bytes of the answers
     */
    public record Sum(long requests, long in, long out) {
        /** Both together. */
        public Sum plus(Sum other) {
            return new Sum(requests + other.requests, in + other.in, out + other.out);
        }

        /** What came since then. */
        public Sum minus(Sum before) {
            return new Sum(requests - before.requests, in - before.in, out - before.out);
        }
    }

    /** Nothing. */
    public static final Sum NONE = new Sum(0, 0, 0);

    private final SortedMap<String, Sum> byPath = new TreeMap<>();

    synchronized void add(String path, long in, long out) {
        String kind = path.replaceFirst("^/api2/json", "").replaceFirst("/UPID(:|%3A)[^/]*", "/UPID");
        byPath.merge(kind, new Sum(1, in, out), Sum::plus);
    }

    /** Each path with what went over it, for example {@code /nodes/pve1/tasks}. */
    public synchronized SortedMap<String, Sum> byPath() {
        return new TreeMap<>(byPath);
    }

    /** Everything together. */
    public synchronized Sum total() {
        return byPath.values().stream().reduce(NONE, Sum::plus);
    }

    /** How many requests had a path that contains this. */
    public synchronized long requests(String part) {
        return byPath.entrySet().stream()
                .filter(entry -> entry.getKey().contains(part))
                .mapToLong(entry -> entry.getValue().requests())
                .sum();
    }
}
