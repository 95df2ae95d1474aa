package dev.allclear.watch.pve;

import dev.allclear.watch.http.EffectiveRights;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a token may not see, and what to type so that it may. Without the right to look, PVE does not refuse: it sends a
 * list without what may not be seen ({@code PVE/API2/Tasks.pm}), and an empty list looks like a quiet night. Pure,
 * immutable and thread-safe.
 *
 * @param tokenId as in {@code allclear@pve!agent}
 * @param rights what the token may
 */
record TokenRights(String tokenId, EffectiveRights rights) {
    /** What the subjects of all problems with rights begin with. */
    static final String SUBJECT = "rights ";

    private static final String SYS_AUDIT = "Sys.Audit";
    private static final String VM_AUDIT = "VM.Audit";

    static TokenRights of(String tokenId, Map<String, Set<String>> permissions) {
        return new TokenRights(tokenId, new EffectiveRights(permissions));
    }

    /** The nodes whose tasks the token does not see. */
    SortedSet<String> hidden(Collection<String> nodes) {
        SortedSet<String> hidden = new TreeSet<>(nodes);
        hidden.removeIf(node -> rights.has("/nodes/" + node, SYS_AUDIT));
        return hidden;
    }

    /** Whether lists of guests are whole. */
    boolean seesGuests() {
        return rights.has("/vms", VM_AUDIT);
    }

    /** Each problem by its subject, in words. */
    SortedMap<String, String> problems(Collection<String> nodes) {
        SortedMap<String, String> problems = new TreeMap<>();
        for (String node : hidden(nodes)) {
            problems.put(SUBJECT + "node " + node, cannotSee(tokenId, node));
        }
        if (!rights.has("/", SYS_AUDIT)) {
            problems.put(
                    SUBJECT + "jobs",
                    "cannot see the backup jobs and the state of the cluster: " + lacks(tokenId, SYS_AUDIT, "/")
                            + ", so nobody knows what a run has to cover; " + type(tokenId, "/"));
        }
        if (!seesGuests()) {
            problems.put(
                    SUBJECT + "guests",
                    "cannot see all guests: " + lacks(tokenId, VM_AUDIT, "/vms")
                            + ", so Proxmox leaves them out of its lists and nobody knows which ones a job includes; "
                            + type(tokenId, "/vms"));
        }
        return problems;
    }

    /** Why the tasks of a node are not seen. */
    static String cannotSee(String tokenId, String node) {
        String path = "/nodes/" + node;
        return "cannot see node " + node + ": " + lacks(tokenId, SYS_AUDIT, path)
                + ", so Proxmox shows it an empty task list; " + type(tokenId, path);
    }

    private static String lacks(String tokenId, String privilege, String path) {
        return "the token " + tokenId + " lacks " + privilege + " on " + path;
    }

    private static String type(String tokenId, String path) {
        int mark = tokenId.indexOf('!');
        String user = mark < 0 ? tokenId : tokenId.substring(0, mark);
        String give = "pveum acl modify " + path;
        return "type: " + give + " --tokens '" + tokenId
                + "' --roles PVEAuditor, and since a token never may more than " + "its user: " + give + " --users '"
                + user + "' --roles PVEAuditor";
    }
}
