package dev.allclear.watch;

import dev.allclear.task.Upid;
import java.util.Arrays;

/**
 * The tasks that need no further look, by name, so that a listing of 10,000 logs neither opens them nor asks the ledger
 * for each. Single-threaded.
 */
final class SettledTasks {
    private final Remembered remembered;
    private final NameSet[] names = new NameSet[LogDirectories.COUNT];

    SettledTasks(Remembered remembered) {
        this.remembered = remembered;
        Arrays.setAll(names, digit -> new NameSet());
    }

    /** Takes over all that is remembered. */
    void recall() {
        remembered.eachSettled(name -> {
            int digit = LogDirectories.digit(name);
            if (digit >= 0) {
                names[digit].add(name);
            }
        });
    }

    boolean contains(int digit, String name) {
        return names[digit].contains(name);
    }

    /** Whether the name is that of a settled task, wherever it stands. */
    boolean contains(String name) {
        int digit = LogDirectories.digit(name);
        return digit >= 0 && contains(digit, name);
    }

    /** Asks whoever remembers outcomes, and remembers a yes. */
    boolean ask(Upid upid, String name) {
        boolean yes = remembered.settled(upid);
        if (yes) {
            add(upid, name);
        }
        return yes;
    }

    void add(Upid upid, String name) {
        names[LogDirectories.digit(upid)].add(name);
    }

    /** Forgets names whose logs PVE has removed, once they are the greater part. */
    void keep(int digit, NameSet listed) {
        if (names[digit].size() > 2 * listed.size() + 256) {
            names[digit] = listed;
        }
    }
}
