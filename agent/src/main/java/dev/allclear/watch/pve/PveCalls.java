package dev.allclear.watch.pve;

import dev.allclear.event.ReplicationEvents;
import dev.allclear.event.UpdateEvents;
import dev.allclear.task.Upid;
import dev.allclear.verdict.Job;
import dev.allclear.watch.http.LogPage;
import dev.allclear.watch.http.Reply;
import dev.allclear.watch.http.TaskPage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/** The questions that are put to the API of Proxmox VE. Thread-safe; each call blocks at most as long as its timeouts. */
interface PveCalls {

    /**
     * {@code GET /nodes/{node}/tasks?source=all}: running tasks first, then the newest recorded.
     *
     * @param typefilter exact worker type; null for all
     */
    Reply<TaskPage> tasks(String node, @Nullable String typefilter, int start, int limit);

    /** {@code GET /nodes/{node}/tasks/{upid}/log}, lines from number {@code first} (from 1) on. */
    Reply<LogPage> log(Upid upid, int first, int limit);

    /** {@code GET /nodes/{node}/tasks/{upid}/status}: whether the worker lives. */
    Reply<Boolean> running(Upid upid);

    /** {@code GET /cluster/status}. */
    Reply<ClusterStatus> clusterStatus();

    /** {@code GET /cluster/resources?type=vm}. */
    Reply<List<GuestRow>> guests();

    /** {@code GET /cluster/backup}. */
    Reply<List<Job>> jobs();

    /** {@code GET /cluster/backup/{id}/included_volumes}. */
    Reply<IncludedVolumes> included(String jobId);

    /** {@code GET /nodes/{node}/replication}: the replication jobs of guests that are on this node now. */
    Reply<List<ReplicationEvents.Job>> replication(String node);

    /** {@code GET /nodes/{node}/apt/update}. */
    Reply<List<UpdateEvents.Update>> updates(String node);

    /** {@code GET /cluster/ha/status/manager_status}: what high availability thinks of each node, by name. */
    Reply<SortedMap<String, HaNode>> haNodes();

    /** {@code GET /access/permissions}: per path the privileges that the token has there, in effect. */
    Reply<SortedMap<String, Set<String>>> permissions();

    /** Nothing is asked for this long: no connection need be kept. */
    void rest(Duration pause);

    /**
     * {@code GET /cluster/status}.
     *
     * @param nodes every node and whether it is online
     * @param local the node that answered
     * @param quorate whether there is quorum; a stand-alone node always has it
     */
    record ClusterStatus(SortedMap<String, Boolean> nodes, String local, boolean quorate) {}

    /**
     * A node for the high availability manager.
     *
     * @param state {@code online}, {@code maintenance}, {@code unknown}, {@code fence} or {@code gone}
     * @param lastSign when its resource manager wrote its state last; null if it never did
     */
    record HaNode(String state, @Nullable Instant lastSign) {}

    /**
     * A row of {@code /cluster/resources}.
     *
     * @param name null when not told
     * @param pool null when it is in none
     */
    record GuestRow(
            int vmid,
            String kind,
            String node,
            @Nullable String name,
            @Nullable String pool) {}

    /**
     * What a job includes.
     *
     * @param excludedDisks each guest that exists, with the number of its disks that are not in the backup
     * @param unknown guests that the job names and that do not exist
     */
    record IncludedVolumes(Map<Integer, Integer> excludedDisks, SortedSet<Integer> unknown) {}
}
