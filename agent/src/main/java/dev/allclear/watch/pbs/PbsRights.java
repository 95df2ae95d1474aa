package dev.allclear.watch.pbs;

import dev.allclear.watch.http.EffectiveRights;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a token may not see on a backup server, and what to type so that it may. Lists leave out silently what may not be
 * seen (PBS {@code src/api2/node/tasks.rs}, {@code src/api2/admin}). Pure, immutable and thread-safe.
 *
 * @param tokenId as in {@code allclear@pbs!agent}
 * @param rights what the token may
 */
record PbsRights(String tokenId, EffectiveRights rights) {
    /** What the subjects of all problems with rights begin with. */
    static final String SUBJECT = "rights ";

    private static final String DATASTORE = "/datastore";

    static PbsRights of(String tokenId, Map<String, Set<String>> permissions) {
        return new PbsRights(tokenId, new EffectiveRights(permissions));
    }

    /** Whether the list of tasks is whole. */
    boolean seesTasks() {
        return rights.has("/system/tasks", "Sys.Audit");
    }

    /** Whether lists of datastores and their jobs are whole. */
    boolean seesDatastores() {
        return rights.has(DATASTORE, "Datastore.Audit");
    }

    /** Whether at least one datastore is seen, so that those lists are not empty for want of rights. */
    boolean seesSomeDatastore() {
        return seesDatastores()
                || rights.paths().keySet().stream()
                        .anyMatch(path -> path.startsWith(DATASTORE + "/") && rights.has(path, "Datastore.Audit"));
    }

    /** Each problem by its subject, in words. */
    SortedMap<String, String> problems() {
        SortedMap<String, String> problems = new TreeMap<>();
        if (!seesTasks()) {
            problems.put(
                    SUBJECT + "tasks",
                    "cannot see the tasks of the backup server: the token " + tokenId
                            + " lacks Sys.Audit on /system/tasks, so Proxmox shows it a task list without the tasks of "
                            + "others; " + type("/"));
        }
        if (!seesDatastores()) {
            problems.put(
                    SUBJECT + "datastores",
                    "cannot see all datastores: the token " + tokenId
                            + " lacks Datastore.Audit on /datastore, so Proxmox leaves them and their jobs out of its "
                            + "lists; " + type("/"));
        }
        return problems;
    }

    private String type(String path) {
        int mark = tokenId.indexOf('!');
        String user = mark < 0 ? tokenId : tokenId.substring(0, mark);
        String give = "proxmox-backup-manager acl update " + path + " Audit --auth-id ";
        return "type: " + give + "'" + tokenId + "', and since a token never may more than its user: " + give + "'"
                + user + "'";
    }
}
