package dev.allclear.watch;

import dev.allclear.task.Upid;
import java.util.Arrays;

/**
 * The tasks that need no further look, by name, so that a listing of 10,000 logs neither opens them nor asks the ledger
 * for each. Single-threaded.
 */
final class SettledTasks {
    private final TaskLayout layout;
    private final Remembered remembered;
    private final NameSet[] names;

    SettledTasks(TaskLayout layout, Remembered remembered) {
        this.layout = layout;
        this.remembered = remembered;
        this.names = new NameSet[layout.directories()];
        Arrays.setAll(names, number -> new NameSet());
    }

    /** Takes over all that is remembered. */
    void recall() {
        remembered.eachSettled(name -> {
            int number = layout.numberOfTask(name);
            if (number >= 0) {
                names[number].add(name);
            }
        });
    }

    boolean contains(int number, String name) {
        return names[number].contains(name);
    }

    /** Whether the name is that of a settled task, wherever it stands. */
    boolean contains(String name) {
        int number = layout.numberOfTask(name);
        return number >= 0 && contains(number, name);
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
        names[layout.number(upid)].add(name);
    }

    /** Forgets names whose logs Proxmox has removed, once they are the greater part. */
    void keep(int number, NameSet listed) {
        if (names[number].size() > 2 * listed.size() + 256) {
            names[number] = listed;
        }
    }
}
