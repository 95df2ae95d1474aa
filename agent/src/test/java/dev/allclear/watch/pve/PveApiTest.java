package dev.allclear.watch.pve;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static dev.allclear.watch.http.FakeApi.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.allclear.config.JobsCfg;
import dev.allclear.config.Secret;
import dev.allclear.event.ReplicationEvents;
import dev.allclear.event.UpdateEvents.Update;
import dev.allclear.task.Upid;
import dev.allclear.testing.RecordedAnswers;
import dev.allclear.verdict.Job;
import dev.allclear.watch.http.ApiClient;
import dev.allclear.watch.http.Credentials;
import dev.allclear.watch.http.FakeApi;
import dev.allclear.watch.http.LogPage;
import dev.allclear.watch.http.Reply;
import dev.allclear.watch.http.Reply.Denied;
import dev.allclear.watch.http.Reply.Failed;
import dev.allclear.watch.http.Reply.Got;
import dev.allclear.watch.http.Reply.Missing;
import dev.allclear.watch.http.Reply.NodeDown;
import dev.allclear.watch.http.TaskPage;
import dev.allclear.watch.http.TaskRow;
import dev.allclear.watch.http.Trust;
import dev.allclear.watch.pve.PveCalls.ClusterStatus;
import dev.allclear.watch.pve.PveCalls.GuestRow;
import dev.allclear.watch.pve.PveCalls.HaNode;
import dev.allclear.watch.pve.PveCalls.IncludedVolumes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The API of Proxmox VE, with answers recorded from 9.2 where nothing else is said. */
class PveApiTest {
    private static final RecordedAnswers RECORDED = new RecordedAnswers("pve-answers.json");
    private static final String BACKUP = "UPID:pve1:00000824:000534B2:6B014BC0:vzdump::root@pam:";
    private static final Upid UPID = Upid.parse(BACKUP).orElseThrow();
    private static FakeApi server;
    private static ApiClient client;
    private static PveApi api;

    @BeforeAll
    static void start() {
        server = new FakeApi();
        client = ApiClient.of(
                List.of(server.url()), Trust.ofTheHost(), Credentials.pve("allclear@pve!agent", new Secret("s3cr3t")));
        api = PveApi.of(client);
    }

    @AfterAll
    static void stop() {
        client.close();
        server.close();
    }

    @BeforeEach
    void forget() {
        server.forgets();
    }

    private static void answer(String as, String url) {
        server.answers(RECORDED.of(as, url));
    }

    private static <T> T got(Reply<T> reply) {
        assertThat(reply).isInstanceOf(Got.class);
        return ((Got<T>) reply).value();
    }

    private static String failure(Reply<?> reply) {
        assertThat(reply).isInstanceOf(Failed.class);
        return ((Failed<?>) reply).reason();
    }

    private static Upid upid(String text) {
        return Upid.parse(text).orElseThrow();
    }

    @Test
    void presentsTheTokenAsPveWantsIt() {
        answer("auditor", "/cluster/status");
        api.clusterStatus();
        assertThat(server.lastHeader("Authorization")).isEqualTo("PVEAPIToken=allclear@pve!agent=s3cr3t");
    }

    @Test
    void listsTasksNewestFirst() {
        answer("auditor", "typefilter=vzdump");
        TaskPage page = got(api.tasks("pve1", null, 0, 50));
        assertThat(page)
                .isEqualTo(new TaskPage(
                        List.of(
                                new TaskRow(UPID, 1795247045, "OK"),
                                new TaskRow(
                                        upid("UPID:pve1:00000819:000534B0:6B014BC0:vzdump::root@pam:"),
                                        1795247045,
                                        "job errors")),
                        2,
                        2));
    }

    @Test
    void asksForActiveAndRecordedTasksWithAnExplicitLimit() {
        answer("auditor", "typefilter=vzdump");
        api.tasks("pve1", "vzdump", 200, 1000);
        assertThat(server.lastUrl()).isEqualTo("/nodes/pve1/tasks?source=all&start=200&limit=1000&typefilter=vzdump");
    }

    @Test
    void neverAsksForTheLimitThatMeansNothing() {
        answer("auditor", "typefilter=vzdump");
        api.tasks("pve1", null, 0, 0);
        assertThat(server.lastUrl()).endsWith("&limit=1");
    }

    @Test
    void readsARunningTaskOfAToken() {
        answer("token-task", "typefilter=vzdump");
        TaskRow row = got(api.tasks("pve1", null, 0, 50)).rows().get(0);
        assertThat(row.upid().user()).isEqualTo("op@pve!runner");
        assertThat(row.ended()).isFalse();
        assertThat(row.status()).isEqualTo("RUNNING");
    }

    @Test
    void readsAnEmptyListWithoutTotal() {
        answer("norights", "typefilter=vzdump");
        assertThat(got(api.tasks("pve1", null, 0, 50))).isEqualTo(new TaskPage(List.of(), 0, 0));
    }

    @Test
    void keepsATaskThatIsListedTwiceOnceAsEnded() {
        server.answers(json("{\"data\":[{\"upid\":\"" + BACKUP + "\",\"status\":\"RUNNING\"},{\"upid\":\"" + BACKUP
                + "\",\"endtime\":\"1795247045\",\"status\":\"OK\"}],\"total\":\"7\"}"));
        assertThat(got(api.tasks("pve1", null, 0, 2)))
                .isEqualTo(new TaskPage(List.of(new TaskRow(UPID, 1795247045, "OK")), 2, 7));
    }

    @Test
    void leavesOutRowsThatAreNoTasksButCountsThem() {
        server.answers(
                json("{\"data\":[{\"upid\":\"UPID:broken\"},{\"upid\":\"" + BACKUP + "\"}],\"new\":{\"a\":[1]}}"));
        TaskPage page = got(api.tasks("pve1", null, 0, 5));
        assertThat(page.rows()).containsExactly(new TaskRow(UPID, -1, null));
        assertThat(page.listed()).isEqualTo(2);
    }

    @Test
    void namesAMissingField() {
        server.answers(json("{\"data\":[{\"status\":\"OK\"}]}"));
        assertThat(failure(api.tasks("pve1", null, 0, 5))).contains("'upid' is missing in a task");
    }

    @Test
    void takesNullForNoAnswer() {
        server.answers(json("{\"data\":null}"));
        assertThat(failure(api.tasks("pve1", null, 0, 5))).contains("'data' is no list");
        assertThat(failure(api.jobs())).contains("'data' is missing or null");
    }

    @Test
    void readsALogFromTheLineThatIsAskedFor() {
        answer("keep-alive", "/log?start=3&limit=2");
        assertThat(got(api.log(UPID, 4, 2)))
                .isEqualTo(new LogPage(4, List.of("INFO: status = stopped", "INFO: backup mode: stop"), 17));
        assertThat(server.lastUrl()).endsWith("/log?start=3&limit=2");
    }

    @Test
    void percentEncodesTheTaskInThePath() {
        answer("keep-alive", "/log?start=3&limit=2");
        api.log(upid("UPID:pve1:000055CA:0003F46D:6B01488D:vzdump:101:op@pve!runner:"), 4, 2);
        assertThat(server.lastUrl())
                .startsWith(
                        "/nodes/pve1/tasks/UPID%3Apve1%3A000055CA%3A0003F46D%3A6B01488D%3Avzdump%3A101%3Aop%40pve!runner%3A/log");
    }

    @Test
    void readsNothingBehindTheEndOfALog() {
        answer("beyond", "/log?start=500&limit=50");
        LogPage page = got(api.log(UPID, 501, 50));
        assertThat(page.lines()).isEmpty();
        assertThat(page.next()).isEqualTo(501);
    }

    @Test
    void repairsTextThatWasEncodedTwice() {
        answer("nasty", "/log?start=0&limit=0");
        assertThat(got(api.log(UPID, 1, 50)).lines().get(12)).startsWith("INFO: \u001b[31mred\u001b[0m äö ");
    }

    @Test
    void keepsTextThatWasNotEncodedTwice() {
        server.answers(json("{\"data\":[{\"n\":1,\"t\":\"\u00fc \u20ac\"},{\"n\":2,\"t\":\"\u00fc\"}],\"total\":2}"));
        assertThat(got(api.log(UPID, 1, 50)).lines()).containsExactly("\u00fc \u20ac", "\u00fc");
    }

    @Test
    void saysThatALogIsMissingThoughPveAnswers200() {
        answer("auditor", "/log");
        Reply<LogPage> reply = api.log(UPID, 1, 50);
        assertThat(reply)
                .asInstanceOf(type(Missing.class))
                .extracting(Missing::reason)
                .asString()
                .contains("No such file or directory", BACKUP);
        assertThat(api.log(UPID, 7, 50)).isInstanceOf(Missing.class);
    }

    @Test
    void takesNoContentForAnEmptyLog() {
        server.answers(json("{\"data\":[{\"n\":1,\"t\":\"no content\"}],\"total\":1}"));
        assertThat(got(api.log(UPID, 1, 50))).isEqualTo(new LogPage(1, List.of(), 0));
    }

    @Test
    void keepsTheSameWordsInALongerLog() {
        server.answers(json("{\"total\":2,\"data\":[{\"n\":1,\"t\":\"no content\"}]}"));
        assertThat(got(api.log(UPID, 1, 1))).isEqualTo(new LogPage(1, List.of("no content"), 2));
    }

    @Test
    void refusesALogWithAHole() {
        server.answers(json("{\"total\":3,\"data\":[{\"n\":1,\"t\":\"a\"},{\"n\":3,\"t\":\"c\"}]}"));
        assertThat(failure(api.log(UPID, 1, 5))).contains("line 2 of the log is missing");
    }

    @Test
    void tellsRunningFromStopped() {
        answer("running", "/status");
        assertThat(got(api.running(UPID))).isTrue();
        answer("stopped", "/status");
        assertThat(got(api.running(UPID))).isFalse();
    }

    @Test
    void saysThatATaskDoesNotExist() {
        answer("auditor", ":vzdump::root@pam:/status");
        assertThat(api.running(UPID))
                .asInstanceOf(type(Missing.class))
                .extracting(Missing::reason)
                .asString()
                .contains("no such task");
    }

    @Test
    void saysThatANodeIsDownWithTheWordsOfTheStatusLine() {
        answer("daemon-down", "/log");
        assertThat(api.log(UPID, 1, 50))
                .asInstanceOf(type(NodeDown.class))
                .extracting(NodeDown::reason)
                .asString()
                .contains("595", "Connection refused");
    }

    @Test
    void takesEveryFaultOfTheForwardingForANodeThatIsDown() {
        for (int status : new int[] {596, 597, 599}) {
            server.answers(aResponse().withStatus(status).withStatusMessage("Connection timed out"));
            assertThat(api.running(UPID)).isInstanceOf(NodeDown.class);
        }
    }

    @Test
    void takesANodeWithoutAddressForDown() {
        answer("auditor", "/nodes/pve2/tasks");
        assertThat(api.tasks("pve2", null, 0, 50))
                .asInstanceOf(type(NodeDown.class))
                .extracting(NodeDown::reason)
                .asString()
                .contains("hostname lookup 'pve2' failed");
    }

    @Test
    void saysWhichRightIsMissing() {
        answer("norights", "/cluster/status");
        assertThat(api.clusterStatus())
                .asInstanceOf(type(Denied.class))
                .extracting(Denied::reason)
                .asString()
                .contains("Permission check failed (/, Sys.Audit)", "pveum acl modify / --tokens 'allclear@pve!agent'")
                .doesNotContain("s3cr3t");
    }

    @Test
    void saysWhatIsWrongWithATokenThatIsNotKnown() {
        answer("badtoken", "/nodes/pve1/tasks");
        Reply<TaskPage> reply = api.tasks("pve1", null, 0, 50);
        assertThat(reply)
                .asInstanceOf(type(Denied.class))
                .extracting(Denied::status)
                .isEqualTo(401);
        assertThat(((Denied<?>) reply).reason())
                .contains("Authentication failed!", "pveum user token list allclear@pve");
    }

    @Test
    void showsTheFaultOfAParameter() {
        server.answers(json("{\"message\":\"Parameter verification failed.\\n\",\"errors\":{\"limit\":\"type check\"}}")
                .withStatus(400));
        assertThat(failure(api.tasks("pve1", null, 0, 50)))
                .contains("Parameter verification failed. limit: type check");
    }

    @Test
    void readsTheReasonFromTheStatusLineOfOlderVersions() {
        server.answers(
                json("{\"data\":null}").withStatus(403).withStatusMessage("Permission check failed (/x, Sys.Audit)"));
        assertThat(api.jobs())
                .asInstanceOf(type(Denied.class))
                .extracting(Denied::reason)
                .asString()
                .contains("Permission check failed (/x, Sys.Audit)");
    }

    @Test
    void takesAStandAloneNodeForQuorate() {
        answer("auditor", "/cluster/status");
        assertThat(got(api.clusterStatus()))
                .isEqualTo(new ClusterStatus(new TreeMap<>(Map.of("pve1", true)), "pve1", true));
    }

    @Test
    void readsNodesAndQuorumOfACluster() {
        server.answers(json("{\"data\":[{\"type\":\"cluster\",\"name\":\"lab\",\"nodes\":2,\"quorate\":\"0\"},"
                + "{\"type\":\"node\",\"name\":\"b\",\"online\":0,\"local\":0},"
                + "{\"type\":\"node\",\"name\":\"a\",\"online\":\"1\",\"local\":true}]}"));
        assertThat(got(api.clusterStatus()))
                .isEqualTo(new ClusterStatus(new TreeMap<>(Map.of("a", true, "b", false)), "a", false));
    }

    @Test
    void readsGuestsOfNodesThatToldNothingAboutThem() {
        answer("auditor", "/cluster/resources?type=vm");
        List<GuestRow> guests = got(api.guests());
        assertThat(guests)
                .hasSize(7)
                .contains(
                        new GuestRow(101, "lxc", "pve1", "web01", "gold"),
                        new GuestRow(202, "qemu", "pve1", "db01", null),
                        new GuestRow(301, "lxc", "pve2", null, null));
    }

    @Test
    void countsTemplatesAsGuests() {
        server.answers(json("{\"data\":[{\"type\":\"qemu\",\"vmid\":\"900\",\"node\":\"a\",\"template\":1},"
                + "{\"type\":\"storage\",\"id\":\"storage/a/local\"}]}"));
        assertThat(got(api.guests())).containsExactly(new GuestRow(900, "qemu", "a", null, null));
    }

    @Test
    void readsTheSameJobsAsFromTheFile() throws IOException {
        answer("auditor", "/cluster/backup");
        List<Job> file;
        try (InputStream in = Objects.requireNonNull(PveApiTest.class.getResourceAsStream("/jobs/jobs.cfg"))) {
            file = JobsCfg.parse("jobs.cfg", new String(in.readAllBytes(), StandardCharsets.UTF_8))
                    .jobs();
        }
        assertThat(got(api.jobs())).hasSize(5).isEqualTo(file);
    }

    @Test
    void putsOptionsTogetherThatTheApiTakesApart() {
        server.answers(json("{\"data\":[{\"id\":\"a\",\"type\":\"vzdump\",\"enabled\":\"0\",\"digest\":\"d\","
                + "\"prune-backups\":{\"keep-last\":\"3\",\"keep-daily\":7},\"fleecing\":{\"storage\":\"fast\",\"enabled\":1},"
                + "\"exclude-path\":[\"/tmp\",\"/var/tmp\"],\"comment\":null}]}"));
        List<Job> file = JobsCfg.parse("jobs.cfg", """
                vzdump: a
                \tenabled 0
                \texclude-path /tmp
                \texclude-path /var/tmp
                \tfleecing enabled=1,storage=fast
                \tprune-backups keep-daily=7,keep-last=3
                """).jobs();
        assertThat(got(api.jobs())).isEqualTo(file);
    }

    @Test
    void takesAJobWithoutEnabledAsEnabled() {
        server.answers(json("{\"data\":[{\"id\":\"a\",\"all\":1}]}"));
        assertThat(got(api.jobs())).containsExactly(new Job("a", true, Map.of("all", List.of("1"))));
    }

    @Test
    void namesAJobWithoutId() {
        server.answers(json("{\"data\":[{\"all\":1}]}"));
        assertThat(failure(api.jobs())).contains("'id' is missing in a job");
    }

    @Test
    void readsWhatAJobIncludesAndWhatNoLongerExists() {
        answer("auditor", "/web-list/included_volumes");
        assertThat(got(api.included("web-list")))
                .isEqualTo(new IncludedVolumes(Map.of(101, 0, 201, 0, 301, 0), new TreeSet<>(List.of(999))));
        assertThat(server.lastUrl()).isEqualTo("/cluster/backup/web-list/included_volumes");
    }

    @Test
    void countsDisksThatAreExcluded() {
        server.answers(json("{\"data\":{\"leaf\":0,\"children\":[{\"children\":[{\"id\":\"100:scsi0\",\"included\":1},"
                + "{\"id\":\"100:scsi1\",\"included\":\"0\"},{\"id\":\"100:efidisk0\",\"included\":false}],"
                + "\"id\":\"100\",\"type\":\"qemu\"}]}}"));
        assertThat(got(api.included("a")).excludedDisks()).isEqualTo(Map.of(100, 2));
    }

    @Test
    void saysThatAJobWasDeleted() {
        server.answers(
                json("{\"data\":null,\"errors\":{\"id\":\"No such job 'x'\"},\"message\":\"Parameter verification failed.\\n\"}")
                        .withStatus(400));
        assertThat(api.included("x")).isInstanceOf(Missing.class);
    }

    @Test
    void readsThePrivilegesPerPath() {
        answer("auditor", "/access/permissions");
        assertThat(got(api.permissions()).get("/nodes")).contains("Sys.Audit", "VM.Audit");
        answer("norights", "/access/permissions");
        assertThat(got(api.permissions())).isEmpty();
    }

    private static final String REPLICATION = """
            {"data":[{"id":"100-0","type":"local","guest":100,"jobnum":0,"source":"pve1","target":"pve2",
            "schedule":"*/15","vmtype":"qemu","last_sync":1787266800,"last_try":"1787267700","next_sync":1787268000,
            "fail_count":2,"duration":4.812,"error":"no route to host\\n"},
            {"id":"101-0","guest":101,"target":"pve2","last_sync":0,"last_try":0}]}
            """;

    @Test
    void readsReplicationJobs() {
        server.answers("/nodes/pve1/replication", json(REPLICATION));
        assertThat(api.replication("pve1"))
                .isEqualTo(new Got<>(List.of(
                        new ReplicationEvents.Job(
                                "pve1",
                                "100-0",
                                "pve2",
                                2,
                                Instant.ofEpochSecond(1_787_266_800L),
                                Instant.ofEpochSecond(1_787_267_700L),
                                "no route to host\n"),
                        new ReplicationEvents.Job("pve1", "101-0", "pve2", 0, null, null, ""))));
    }

    @Test
    void readsUpdates() {
        server.answers("/nodes/pve1/apt/update", json("""
                        {"data":[{"Package":"bash","OldVersion":"5.2-1","Version":"5.2-2","Title":"x","NotifyStatus":null},
                        {"Package":"proxmox-kernel","Version":"6.17"}]}
                        """));
        assertThat(api.updates("pve1"))
                .isEqualTo(new Got<>(
                        List.of(new Update("bash", "5.2-1", "5.2-2"), new Update("proxmox-kernel", null, "6.17"))));
    }

    @Test
    void readsWhatHighAvailabilityThinksOfNodes() {
        server.answers("/cluster/ha/status/manager_status", json("""
                        {"data":{"lrm_status":{"pve1":{"mode":"active","results":{"a:1":{"exit_code":0}},"state":"active",
                        "timestamp":1787266800},"pve2":{},"pve3":null},"manager_status":{"master_node":"pve1","node_status":
                        {"pve1":"online","pve2":"fence","pve3":"unknown"},"service_status":{"vm:100":{"node":"pve2"}},
                        "timestamp":1787266805},"quorum":{"node":"pve1","quorate":"1"}}}
                        """));
        assertThat(api.haNodes())
                .isEqualTo(new Got<>(new TreeMap<>(Map.of(
                        "pve1", new HaNode("online", Instant.ofEpochSecond(1_787_266_800L)),
                        "pve2", new HaNode("fence", null),
                        "pve3", new HaNode("unknown", null)))));
    }

    @Test
    void withoutHighAvailabilityThereIsNobodyToFence() {
        server.answers(
                "/cluster/ha/status/manager_status",
                json("{\"data\":{\"manager_status\":{},\"quorum\":{\"node\":\"pve1\",\"quorate\":\"1\"}}}"));
        assertThat(api.haNodes()).isEqualTo(new Got<>(new TreeMap<>()));
    }

    @Test
    void aRefusalOfUpdatesIsDenied() {
        server.answers("/nodes/pve1/apt/update", aResponse().withStatus(403));
        assertThat(api.updates("pve1")).asInstanceOf(type(Denied.class)).matches(denied -> denied.status() == 403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"data\":[{\"fail_count\":1}]}",
                "{\"data\":{}}",
                "{\"data\":[1]}",
                "{\"data\":[{\"id\":\"100-0\",\"fail_count\":\"many\"}]}",
                "{\"data\":[{\"id\"",
                "<html>"
            })
    void garbageIsNoReplication(String body) {
        server.answers(json(body));
        assertThat(api.replication("pve1")).isInstanceOf(Failed.class);
        assertThat(api.updates("pve1")).isInstanceOf(Failed.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"data\":[]}", "{\"data\":{\"manager_status\":{\"node_status\":{\"pve1\":", "[]", ""})
    void garbageIsNoFencing(String body) {
        server.answers(json(body));
        assertThat(api.haNodes()).isInstanceOf(Failed.class);
    }
}
