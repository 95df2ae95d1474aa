package dev.allclear.watch.pbs;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static dev.allclear.watch.http.FakeApi.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.allclear.config.Secret;
import dev.allclear.event.UpdateEvents.Update;
import dev.allclear.task.Upid;
import dev.allclear.testing.RecordedAnswers;
import dev.allclear.verdict.StoreJob;
import dev.allclear.verdict.StoreJob.Kind;
import dev.allclear.watch.http.ApiClient;
import dev.allclear.watch.http.Credentials;
import dev.allclear.watch.http.FakeApi;
import dev.allclear.watch.http.LogPage;
import dev.allclear.watch.http.Reply;
import dev.allclear.watch.http.Reply.Denied;
import dev.allclear.watch.http.Reply.Failed;
import dev.allclear.watch.http.Reply.Got;
import dev.allclear.watch.http.Reply.Missing;
import dev.allclear.watch.http.TaskPage;
import dev.allclear.watch.http.TaskRow;
import dev.allclear.watch.http.Trust;
import dev.allclear.watch.pbs.PbsCalls.JobRow;
import dev.allclear.watch.pbs.PbsCalls.StoreRow;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The API of Proxmox Backup Server, with answers recorded from 4.2.3 where nothing else is said. */
class PbsApiTest {
    private static final RecordedAnswers RECORDED = new RecordedAnswers("pbs-answers.json");
    private static final String SCHEDULED = "pbs-50-scheduled-jobs";
    private static final Upid UPID = Upid.parse(
                    "UPID:pbs1:00000033:0007ACD4:00000036:6B0153CA:verificationjob:store2\\x3av\\x2dbig\\x2d0001:allclear@pbs!adm:")
            .orElseThrow();
    private static FakeApi server;
    private static ApiClient client;
    private static PbsApi api;

    @BeforeAll
    static void start() {
        server = new FakeApi();
        client = ApiClient.of(
                List.of(server.url()), Trust.ofTheHost(), Credentials.pbs("allclear@pbs!agent", new Secret("s3cr3t")));
        api = PbsApi.of(client);
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

    private static void jobsAnswer() {
        for (String path : List.of("/admin/gc", "/admin/prune", "/admin/sync", "/admin/verify")) {
            server.answers(path, RECORDED.of(SCHEDULED, path));
        }
        server.answers("/tape/backup", RECORDED.of("pbs-20-tape-backup-job-error", "/tape/backup"));
    }

    private static <T> T got(Reply<T> reply) {
        assertThat(reply).isInstanceOf(Got.class);
        return ((Got<T>) reply).value();
    }

    @Test
    void presentsTheTokenAsPbsWantsIt() {
        answer(SCHEDULED, "/tasks");
        api.tasks(0, 500);
        assertThat(server.lastHeader("Authorization")).isEqualTo("PBSAPIToken=allclear@pbs!agent:s3cr3t");
        assertThat(server.lastUrl()).isEqualTo("/nodes/localhost/tasks?start=0&limit=500");
    }

    @Test
    void readsTasksWithEscapedWorkerIds() {
        answer(SCHEDULED, "/tasks");
        TaskPage page = got(api.tasks(0, 500));
        assertThat(page.rows()).hasSize(8);
        assertThat(page.rows().get(2).upid().id()).isEqualTo("store1:v-8c3f2a10-91de");
        assertThat(page.rows().get(2).status()).isEqualTo("verification failed - please check the log for details");
    }

    @Test
    void neverAsksForTheLimitThatMeansEverything() {
        answer(SCHEDULED, "/tasks");
        api.tasks(3, 0);
        assertThat(server.lastUrl()).endsWith("?start=3&limit=1");
    }

    @Test
    void readsARunningTask() {
        answer("pbs-18-verificationjob-running", "/tasks");
        assertThat(got(api.tasks(0, 500)).rows()).containsExactly(new TaskRow(UPID, -1, null));
    }

    @Test
    void readsTasksWithoutWorkerId() {
        answer("pbs-25-acme-errors", "/tasks");
        assertThat(got(api.tasks(0, 500)).rows())
                .extracting(row -> row.upid().type(), row -> row.upid().id())
                .containsExactly(tuple("acme-renew-cert", ""), tuple("acme-new-cert", ""));
    }

    @Test
    void countsTheLinesOfALogFromOneAsPbsDoes() {
        answer(SCHEDULED, "/log");
        LogPage page = got(api.log(UPID, 1, 50));
        assertThat(page.lines().get(1)).isEqualTo("2026-11-21T09:28:00+01:00: task triggered by schedule '*:0/1'");
        assertThat(page.next()).isEqualTo(page.total() + 1);
        assertThat(server.lastUrl())
                .isEqualTo(
                        "/nodes/localhost/tasks/UPID%3Apbs1%3A00000033%3A0007ACD4%3A00000036%3A6B0153CA%3Averificationjob"
                                + "%3Astore2%5Cx3av%5Cx2dbig%5Cx2d0001%3Aallclear%40pbs!adm%3A/log?start=1&limit=50");
    }

    @Test
    void readsNothingBehindTheEndOfALog() {
        answer("log-beyond", "&limit=3");
        assertThat(got(api.log(UPID, 36, 50))).isEqualTo(new LogPage(36, List.of(), 35));
    }

    @Test
    void leavesTextAsItIs() {
        server.answers(json("{\"data\":[{\"n\":1,\"t\":\"2026: \u00c3\u00bc\"}],\"total\":1,\"success\":1}"));
        assertThat(got(api.log(UPID, 1, 50)).lines()).containsExactly("2026: \u00c3\u00bc");
    }

    @Test
    void saysThatALogIsMissing() {
        answer("unknown-upid-log", "/log");
        assertThat(api.log(UPID, 1, 50))
                .asInstanceOf(type(Missing.class))
                .extracting(Missing::reason)
                .asString()
                .contains("No such file or directory (os error 2)");
    }

    @Test
    void asksTheLogWhetherTheWorkerLives() {
        server.answers(json("{\"active\":true,\"data\":[{\"n\":1,\"t\":\"x\"}],\"total\":4}"));
        assertThat(got(api.running(UPID))).isTrue();
        assertThat(server.lastUrl()).endsWith("/log?test-status=1&limit=1");
        answer(SCHEDULED, "/log");
        assertThat(got(api.running(UPID))).isFalse();
    }

    @Test
    void doesNotGuessWhetherAWorkerLives() {
        server.answers(json("{\"data\":[],\"total\":0}"));
        assertThat(api.running(UPID))
                .asInstanceOf(type(Failed.class))
                .extracting(Failed::reason)
                .asString()
                .contains("'active' is missing");
    }

    @Test
    void readsPlainTextErrorsThatAreCalledJson() {
        answer("bad-param", "?nosuch=1");
        assertThat(api.tasks(0, 500))
                .asInstanceOf(type(Failed.class))
                .extracting(Failed::reason)
                .asString()
                .contains("'nosuch': schema does not allow additional properties.");
    }

    @Test
    void readsARefusalThatComesAs400() {
        answer("forbidden", "adm%3A");
        assertThat(api.running(UPID))
                .asInstanceOf(type(Denied.class))
                .extracting(Denied::reason)
                .asString()
                .contains("missing permissions", "proxmox-backup-manager acl update / Audit");
    }

    @Test
    void saysWhatIsWrongWithATokenThatIsNotKnown() {
        answer("badtoken", "/tasks");
        Reply<TaskPage> reply = api.tasks(0, 500);
        assertThat(reply)
                .asInstanceOf(type(Denied.class))
                .extracting(Denied::status)
                .isEqualTo(401);
        assertThat(((Denied<?>) reply).reason())
                .contains("authentication failed", "proxmox-backup-manager user list-tokens allclear@pbs")
                .doesNotContain("s3cr3t");
    }

    @Test
    void doesNotTakeAnUnknownPathForAMissingTask() {
        answer("nosuchpath", "/nosuch");
        assertThat(api.datastores()).isInstanceOf(Failed.class);
    }

    @Test
    void readsTheJobsOfAllKindsAndTheirLastRuns() {
        jobsAnswer();
        List<JobRow> jobs = got(api.jobs());
        assertThat(jobs)
                .extracting(JobRow::job)
                .containsExactly(
                        new StoreJob(Kind.GC, "store1", "store1", "*:0/1"),
                        new StoreJob(Kind.GC, "store2", "store2", null),
                        new StoreJob(Kind.PRUNE, "s-0f3c22aa-1b2c", "store1", "*:0/1"),
                        new StoreJob(Kind.PRUNE, "s-nokeep-00001", "store1", "05:00"),
                        new StoreJob(Kind.PRUNE, "s-77aa11bb-0002", "store1", "*:0/1"),
                        new StoreJob(Kind.SYNC, "s-local-0001", "store2", null),
                        new StoreJob(Kind.VERIFY, "v-8c3f2a10-91de", "store1", "*:0/1"),
                        new StoreJob(Kind.VERIFY, "v-skip-00001", "store1", null),
                        new StoreJob(Kind.VERIFY, "v-big-0001", "store2", null));
        assertThat(jobs.get(4).lastRun()).extracting(Upid::id).isEqualTo("store1:prod/db");
    }

    @Test
    void knowsNoLastRunOfAGarbageCollectionThatNeverSucceeded() {
        jobsAnswer();
        server.answers("/admin/gc", RECORDED.of("pbs-02-gc-ok-manual", "/admin/gc"));
        assertThat(got(api.jobs()))
                .filteredOn(row -> row.job().kind() == Kind.GC)
                .anyMatch(row -> row.lastRun() == null);
    }

    @Test
    void leavesOutAListThatTheTokenMayNotSee() {
        jobsAnswer();
        server.answers("/tape/backup", aResponse().withStatus(403).withBody("permission check failed"));
        assertThat(got(api.jobs())).hasSize(9);
    }

    @Test
    void isDeniedWhenEveryListIs() {
        server.answers(aResponse().withStatus(403).withBody("permission check failed"));
        assertThat(api.jobs()).isInstanceOf(Denied.class);
    }

    @Test
    void knowsNoJobsWhenOneListFails() {
        jobsAnswer();
        server.answers("/admin/sync", aResponse().withStatus(400).withBody("unable to parse state file"));
        assertThat(api.jobs()).isInstanceOf(Failed.class);
    }

    @Test
    void hasNoScheduleForADisabledJob() {
        jobsAnswer();
        server.answers(
                "/admin/prune",
                json("{\"data\":[{\"id\":\"p\",\"store\":\"s\",\"schedule\":\"04:00\",\"disable\":true}]}"));
        assertThat(got(api.jobs())).extracting(JobRow::job).contains(new StoreJob(Kind.PRUNE, "p", "s", null));
    }

    @Test
    void readsDatastores() {
        answer(SCHEDULED, "/datastore-usage");
        assertThat(got(api.datastores())).containsExactly(new StoreRow("store2", null), new StoreRow("store1", null));
    }

    @Test
    void saysWhyADatastoreCannotBeUsed() {
        server.answers(
                json(
                        "{\"data\":[{\"store\":\"a\",\"error\":\"datastore 'a' is in offline maintenance mode\"},"
                                + "{\"store\":\"b\",\"mount-status\":\"notmounted\"},{\"store\":\"c\",\"mount-status\":\"mounted\"}]}"));
        assertThat(got(api.datastores()))
                .containsExactly(
                        new StoreRow("a", "datastore 'a' is in offline maintenance mode"),
                        new StoreRow("b", "it is not mounted"),
                        new StoreRow("c", null));
    }

    @Test
    void readsThePrivilegesPerPath() {
        server.answers(
                json("{\"data\":{\"/system/tasks\":{\"Sys.Audit\":true},\"/datastore\":{\"Datastore.Audit\":false}}}"));
        assertThat(got(api.permissions()))
                .isEqualTo(Map.of("/system/tasks", Set.of("Sys.Audit"), "/datastore", Set.of("Datastore.Audit")));
    }

    @Test
    void readsUpdates() {
        server.answers(
                "/nodes/localhost/apt/update",
                json(
                        "{\"data\":[{\"Package\":\"proxmox-backup-server\",\"OldVersion\":\"\",\"Version\":\"4.2.4-1\"}]}"));
        assertThat(api.updates()).isEqualTo(new Got<>(List.of(new Update("proxmox-backup-server", null, "4.2.4-1"))));
    }

    @Test
    void aRefusalOfUpdatesIsDenied() {
        server.answers(
                "/nodes/localhost/apt/update", aResponse().withStatus(403).withBody("permission check failed"));
        assertThat(api.updates()).isInstanceOf(Denied.class);
    }
}
