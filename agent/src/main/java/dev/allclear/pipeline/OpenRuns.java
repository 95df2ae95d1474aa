package dev.allclear.pipeline;

import dev.allclear.ledger.Entries;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the runs of jobs wait for that have no verdict yet, kept in the ledger for {@code status} and {@code explain}. */
public final class OpenRuns {
    /** Neither names of heartbeats nor of runs have line feeds. */
    private static final char SEPARATOR = '\n';

    private static final String PREFIX = "waits ";

    private OpenRuns() {}

    /** What each open run of a heartbeat waits for, in words, by the run's name. */
    public static Map<String, String> of(String heartbeat, Entries entries) {
        Map<String, String> open = new TreeMap<>();
        String prefix = name(heartbeat, "");
        entries.notes(prefix).forEach((name, words) -> open.put(name.substring(prefix.length()), words));
        return open;
    }

    static void waits(String heartbeat, String run, List<String> waitsFor, Entries entries) {
        note(heartbeat, run, waitsFor.isEmpty() ? "more to be seen of it" : String.join("; ", waitsFor), entries);
    }

    static void decided(String heartbeat, String run, Entries entries) {
        note(heartbeat, run, "", entries);
    }

    /** Most looks at an open run change nothing, and then nothing is written. */
    private static void note(String heartbeat, String run, String words, Entries entries) {
        String name = name(heartbeat, run);
        if (!entries.note(name).orElse("").equals(words)) {
            entries.note(name, words);
        }
    }

    /** What is still open after a start is judged again at once. */
    static void forget(Entries entries) {
        entries.notes(PREFIX).keySet().forEach(name -> entries.note(name, ""));
    }

    private static String name(String heartbeat, String run) {
        return PREFIX + heartbeat + SEPARATOR + run;
    }
}
