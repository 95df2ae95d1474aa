package dev.allclear.watch.pve;

import dev.allclear.task.Upid;
import dev.allclear.watch.http.LogPage;
import dev.allclear.watch.http.PollPace;
import dev.allclear.watch.http.Polled;
import dev.allclear.watch.http.Reply;
import dev.allclear.watch.http.SourceHealth;
import dev.allclear.watch.http.TaskWatch;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Polls one node of a cluster. */
final class NodePoll implements Polled {
    /** What a node asks of the look at its cluster. Thread-safe. */
    interface Surroundings {

        /** Whether the token is known to have no right to see this node. */
        boolean hidden(String node);

        /** The node refused the token, or does not any more. */
        void refused(String node, boolean refused) throws InterruptedException;

        /** A task appeared: guests and jobs should be looked at. */
        void news();

        /** Whether the cluster says that the node is online. */
        boolean online(String node);

        /** The node did not answer. */
        void silent();

        /** Whether the node is known to be the only one there is. */
        boolean alone();
    }

    private static final long DAY = TimeUnit.DAYS.toNanos(1);

    private final String node;
    private final PveCalls calls;
    private final TaskWatch watch;
    private final NodeSlowLook slow;
    private final TaskWatch.Eyes eyes;
    private final SourceHealth health;
    private final Surroundings cluster;
    private final PollPace pace;
    private @Nullable Long proven;

    NodePoll(
            String node,
            PveCalls calls,
            TaskWatch watch,
            NodeSlowLook slow,
            TaskWatch.Eyes eyes,
            SourceHealth health,
            Surroundings cluster,
            PollPace pace) {
        this.node = node;
        this.calls = calls;
        this.watch = watch;
        this.slow = slow;
        this.eyes = eyes;
        this.health = health;
        this.cluster = cluster;
        this.pace = pace;
    }

    @Override
    public Next poll() throws InterruptedException {
        Reply<?> refusal = prove();
        if (refusal != null) {
            return unseen(refusal);
        }
        if (cluster.hidden(node)) {
            health.looked(node, false, subject(), "");
            return pace.well();
        }
        TaskWatch.Listed listed = watch.list();
        if (listed instanceof TaskWatch.Unread unread) {
            return unseen(unread.reply());
        }
        if (listed instanceof TaskWatch.Read read && read.news()) {
            cluster.news();
        }
        TaskWatch.Followed followed = watch.follow();
        if (followed.blocked() != null) {
            return unseen(followed.blocked());
        }
        health.looked(node, true, subject(), "");
        slow.look(cluster.alone());
        Next next = pace.well(followed.again());
        if (cluster.alone()) {
            calls.rest(next.in());
        }
        return next;
    }

    /**
     * A list is empty when the right to see it is missing, but the log of a task, even of one that never was, is refused.
     * That is asked at first, once a day, and as long as the node is hidden.
     *
     * @return an answer that is a failure of the node; null to go on
     */
    private @Nullable Reply<?> prove() throws InterruptedException {
        long now = eyes.nanos().getAsLong();
        Long last = proven;
        if (last != null && now - last < DAY) {
            return null;
        }
        Reply<LogPage> reply =
                calls.log(new Upid(Upid.Product.PVE, node, 1, 1, 0, 1, "vzdump", "", "nobody@pam"), 1, 1);
        if (reply instanceof Reply.NodeDown || reply instanceof Reply.Failed) {
            return reply;
        }
        if (reply instanceof Reply.Denied<LogPage> denied) {
            if (denied.status() == 401) {
                return reply;
            }
            cluster.refused(node, true);
            return null;
        }
        proven = now;
        cluster.refused(node, false);
        return null;
    }

    private Next unseen(Reply<?> reply) throws InterruptedException {
        health.looked(node, false, subject(), words(reply));
        if (reply instanceof Reply.Denied) {
            proven = null;
            cluster.news();
        } else {
            cluster.silent();
        }
        return pace.failed(reply);
    }

    private String words(Reply<?> reply) {
        String state = cluster.online(node) ? "node " + node : "node " + node + " is offline, says the cluster, and";
        String how = reply instanceof Reply.NodeDown
                ? " does not answer: "
                : reply instanceof Reply.Denied ? " may not be seen: " : " cannot be read: ";
        return state + how + reply.why()
                + ". What runs there is unknown, not absent, and no run that needs this node is "
                + "all-clear. It is asked again, at least every 5 minutes.";
    }

    @Override
    public Next stumbled(RuntimeException error) throws InterruptedException {
        health.looked(
                node,
                false,
                subject(),
                "an error in allclear itself while looking at node " + node + ": " + error
                        + ". It is tried again; please report it with the journal's text.");
        return pace.failed((Duration) null);
    }

    String subject() {
        return "node " + node;
    }

    @Override
    public String toString() {
        return subject();
    }
}
