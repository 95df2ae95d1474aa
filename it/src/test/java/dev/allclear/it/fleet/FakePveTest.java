package dev.allclear.it.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.allclear.it.world.JsonText;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FakePveTest {
    private static final String TASKS = "/api2/json/nodes/pve2/tasks";

    private final FakePve pve = FakePve.cluster("lab", "pve1", "pve2", "pve3");
    private final PveNode asked = pve.node("pve1");
    private final PveNode other = pve.node("pve2");

    @AfterEach
    void close() {
        pve.close();
    }

    private String authorization() {
        return "Authorization: PVEAPIToken=" + FakePve.TOKEN_ID + "=" + pve.token();
    }

    private Asked ask(String target, String... more) throws IOException {
        String[] headers = new String[more.length + 1];
        headers[0] = authorization();
        System.arraycopy(more, 0, headers, 1, more.length);
        return Asked.get(asked.url(), target, headers);
    }

    private List<Map<String, Object>> rows(String target) throws IOException {
        return ask(target).rows();
    }

    private List<String> upids(String query) throws IOException {
        return ask(TASKS + query).column("upid");
    }

    @Test
    void anyNodeAnswersForTheOthersAndShowsItInItsHeaders() throws Exception {
        PveTask task = other.startVzdump(100).backUp(100, "web").end();

        assertThat(upids("")).containsExactly(task.upid());
        assertThat(ask(TASKS).header("Connection")).containsExactly("close", "Keep-Alive");
        assertThat(Asked.get(other.url(), TASKS, authorization()).header("Connection"))
                .containsExactly("Keep-Alive");
    }

    @Test
    void listsRunningTasksFirstAndThenTheNewestRecorded() throws Exception {
        PveTask early = other.start("vncproxy", "100", "root@pam");
        PveTask late = other.start("qmstart", "101", "root@pam").endWith("TASK OK");
        early.endWith("TASK OK");
        PveTask running = other.startVzdump(100);
        PveTask newest = other.startVzdump(101);

        assertThat(upids("?source=all")).containsExactly(newest.upid(), running.upid(), early.upid(), late.upid());
        assertThat(upids("?source=active")).containsExactly(newest.upid(), running.upid());
        assertThat(upids("")).containsExactly(early.upid(), late.upid());
        assertThat(rows(TASKS + "?source=active").get(0))
                .containsEntry("status", "RUNNING")
                .doesNotContainKey("endtime");
    }

    @Test
    void splitsTheTokenOffInTheArchiveOnly() throws Exception {
        PveTask task = other.start("vzdump", "", "ci@pve!bot");
        assertThat(rows(TASKS + "?source=all").get(0))
                .containsEntry("user", "ci@pve!bot")
                .doesNotContainKey("tokenid");
        task.endWith("TASK OK");
        assertThat(rows(TASKS).get(0)).containsEntry("user", "ci@pve").containsEntry("tokenid", "bot");
    }

    @Test
    void pagesAndFiltersAndCountsAllThatMatch() throws Exception {
        for (int i = 0; i < 60; i++) {
            other.start(i % 2 == 0 ? "vzdump" : "qmstart", "", "root@pam")
                    .endWith(i < 10 ? "TASK ERROR: x" : "TASK OK");
        }
        assertThat(rows(TASKS)).hasSize(50);
        assertThat(JsonText.object(
                        ask(TASKS + "?start=55&limit=100&typefilter=qmstart").body()))
                .containsEntry("total", 30L);
        assertThat(upids("?start=58&limit=100")).hasSize(2);
        assertThat(upids("?limit=100").subList(58, 60)).isEqualTo(upids("?start=58"));
        assertThat(upids("?limit=0")).isEmpty();
        assertThat(upids("?statusfilter=error,unknown")).hasSize(10);
        assertThat(upids("?errors=1&typefilter=vzdump")).hasSize(5);
        assertThat(upids("?since=" + Instant.now().plusSeconds(60).getEpochSecond()))
                .isEmpty();
    }

    @Test
    void listsATaskAsRunningUntilItsEndIsNoticed() throws Exception {
        PveTask task = other.startVzdump(100).line("TASK OK").killWorker();
        assertThat(rows(TASKS + "?source=all").get(0)).containsEntry("status", "RUNNING");
        task.noticed();
        assertThat(rows(TASKS).get(0)).containsEntry("status", "OK");
        PveTask killed = other.startVzdump(100).killWorker().noticed();
        assertThat(rows(TASKS).get(0))
                .containsEntry("upid", killed.upid())
                .containsEntry("status", "unexpected status");
    }

    @Test
    void pagesALogFromZeroAndReplacesAnEmptyOne() throws Exception {
        PveTask task = other.start("vzdump", "", "root@pam");
        String log = TASKS + "/" + task.upid() + "/log";
        assertThat(ask(log).body()).isEqualTo("{\"data\":[{\"n\":1,\"t\":\"no content\"}],\"total\":1}");
        task.lines("a", "b", "Größe", "d");
        assertThat(ask(log + "?start=1&limit=2").body())
                .isEqualTo("{\"data\":[{\"n\":2,\"t\":\"b\"},{\"n\":3,\"t\":\"GrÃ¶Ã\u009fe\"}],\"total\":4}");
        assertThat(rows(log + "?limit=0")).hasSize(4);
        assertThat(ask(log + "?download=1").body()).isEqualTo("a\nb\nGröße\nd\n");
    }

    @Test
    void compressesLongAnswersForThoseWhoWant() throws Exception {
        PveTask task = other.startVzdump(100);
        IntStream.range(0, 50).forEach(i -> task.line("INFO: a line that is much like the others"));
        String log = TASKS + "/" + task.upid() + "/log?limit=0";

        Asked zipped = ask(log, "Accept-Encoding: gzip");
        Asked plain = ask(log);

        assertThat(zipped.header("Content-Encoding")).containsExactly("gzip");
        assertThat(plain.header("Content-Encoding")).isEmpty();
        assertThat(zipped.body()).isEqualTo(plain.body());
    }

    @Test
    void saysThatANodeIsOffWhileItIs() throws Exception {
        other.offline();

        Asked answer = ask(TASKS);
        assertThat(answer.status()).isEqualTo(595);
        assertThat(answer.reason()).isEqualTo("No route to host");
        assertThat(answer.body()).isEmpty();
        assertThat(rows("/api2/json/nodes").get(1)).containsEntry("status", "offline");
        assertThat(rows("/api2/json/cluster/status").get(2)).containsEntry("online", 0L);
        assertThatThrownBy(() -> Asked.get(other.url(), TASKS)).isInstanceOf(IOException.class);

        String url = other.url();
        other.online();
        assertThat(Asked.get(url, TASKS, authorization()).status()).isEqualTo(200);
    }

    @Test
    void losesQuorumWithMostOfItsNodes() throws Exception {
        assertThat(rows("/api2/json/cluster/status").get(0)).containsEntry("quorate", 1L);
        other.offline();
        pve.node("pve3").offline();
        assertThat(rows("/api2/json/cluster/status").get(0)).containsEntry("quorate", 0L);
    }

    @Test
    void aDeadNodeAcceptsAndSaysNothing() throws Exception {
        pve.proxyTimeout(Duration.ofMillis(200));
        other.dead(true);

        assertThat(ask(TASKS).status()).isEqualTo(596);
        try (Socket socket = new Socket(
                InetAddress.getLoopbackAddress(), URI.create(other.url()).getPort())) {
            socket.setSoTimeout(300);
            socket.getOutputStream().write(22);
            assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
        }
        other.dead(false);
        assertThat(ask(TASKS).status()).isEqualTo(200);
    }

    @Test
    void aSlowNodeDelaysNoOther() throws Exception {
        other.slow(Duration.ofSeconds(3));
        Thread slow = new Thread(() -> {
            try {
                ask(TASKS);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        slow.start();
        for (int i = 0; i < 5; i++) {
            assertThat(ask("/api2/json/nodes/pve3/tasks").status()).isEqualTo(200);
        }
        assertThat(slow.isAlive()).isTrue();
        slow.join();
    }

    @Test
    void showsAnotherCertificateAfterAChange() throws Exception {
        String before = asked.fingerprint();
        assertThat(ask(TASKS).fingerprint()).isEqualTo(before);
        asked.changeCertificate();
        assertThat(ask(TASKS).fingerprint()).isEqualTo(asked.fingerprint()).isNotEqualTo(before);
        assertThat(rows("/api2/json/nodes").get(0)).containsEntry("ssl_fingerprint", asked.fingerprint());
    }

    @Test
    void failsOnThePathsThatItIsToldTo() throws Exception {
        pve.fault("/pve2/tasks", ApiFault.badGateway());
        assertThat(ask(TASKS).body()).startsWith("<html>");
        assertThat(ask("/api2/json/nodes/pve3/tasks").status()).isEqualTo(200);
        pve.fault("/pve2/tasks", new ApiFault.Truncated());
        assertThatThrownBy(() -> ask(TASKS)).isInstanceOf(EOFException.class);
        pve.fault("/pve2/tasks", ApiFault.emptyAnswer());
        assertThat(ask(TASKS).body()).isEmpty();
        pve.fault("/pve2/tasks", new ApiFault.Drip(Duration.ofMillis(1)));
        assertThat(ask(TASKS).body()).isEqualTo("{\"data\":[]}");
        pve.fault("/pve2/tasks", new ApiFault.Close());
        assertThatThrownBy(() -> ask(TASKS)).isInstanceOf(EOFException.class);
        pve.heal();
        assertThat(ask(TASKS).status()).isEqualTo(200);
    }

    @Test
    void keepsAConnectionForTheNextRequestAndEndsItWhenItIsIdle() throws Exception {
        try (Asked.Connection connection = Asked.Connection.to(asked.url())) {
            assertThat(connection.get("/api2/json/version", authorization()).status())
                    .isEqualTo(200);
            assertThat(connection.get("/api2/json/version", authorization()).status())
                    .isEqualTo(200);
            assertThat(asked.connections()).isEqualTo(1);
            Instant idle = Instant.now();
            assertThat(connection.in().read()).isNegative();
            assertThat(Duration.between(idle, Instant.now()))
                    .isBetween(Duration.ofMillis(4500), Duration.ofSeconds(15));
        }
    }

    @Test
    void countsRequestsAndBytesByPath() throws Exception {
        ask(TASKS + "?limit=1");
        ask(TASKS);
        assertThat(asked.traffic().byPath()).containsOnlyKeys("/nodes/pve2/tasks");
        assertThat(asked.traffic().requests("/tasks")).isEqualTo(2);
        assertThat(asked.bytes())
                .isGreaterThan(
                        asked.traffic().total().in() + asked.traffic().total().out());
    }

    @Test
    void theSchedulersOfAllNodesRunAJob() throws Exception {
        for (int vmid = 100; vmid < 106; vmid++) {
            pve.guest(PveGuest.container(vmid, "guest" + vmid, vmid < 103 ? "pve1" : "pve2"));
        }
        pve.job(PveJob.over("nightly", 100, 101, 102, 103, 104, 105)).job(PveJob.overAllBut("all"));

        List<PveTask> tasks = pve.runJob("nightly");

        assertThat(tasks).extracting(task -> task.node().name()).containsExactly("pve1", "pve2");
        assertThat(tasks.get(1).log())
                .contains("INFO: Finished Backup of VM 105 (00:00:01)")
                .endsWith("TASK OK");
        assertThat(tasks.get(0).log().get(0))
                .startsWith("INFO: starting new backup job: vzdump 100 101 102 103 104 105 --");
        assertThat(pve.startJob("all")).hasSize(3);
        pve.removeGuest(105);
        assertThat(pve.runJob("nightly")).hasSize(3).allMatch(task -> "job errors".equals(task.status()));
    }

    @Test
    void forgetsWhatIsRotatedAway() throws Exception {
        PveTask old = other.startVzdump(100).end();
        PveTask kept = other.startVzdump(100).end();
        other.rotateIndex(1);
        assertThat(upids("")).containsExactly(kept.upid());
        assertThat(ask(TASKS + "/" + old.upid() + "/status").status()).isEqualTo(400);
    }

    @Test
    void hasAClockOnEachNode() throws Exception {
        other.clockAhead(Duration.ofMinutes(10));
        other.startVzdump(100).end();
        assertThat((Long) rows(TASKS).get(0).get("starttime"))
                .isGreaterThanOrEqualTo(Instant.now().plusSeconds(590).getEpochSecond());
    }

    @Test
    void showsAReplicationOnTheNodeOfItsGuest() throws Exception {
        Instant sync = Instant.ofEpochSecond(1_787_266_800);
        other.replicate(PveReplication.failing("100-0", "pve1", sync, 2, "no route to host\n"));

        assertThat(rows("/api2/json/nodes/pve1/replication")).isEmpty();
        assertThat(rows("/api2/json/nodes/pve2/replication"))
                .singleElement()
                .satisfies(row -> assertThat(row)
                        .containsEntry("id", "100-0")
                        .containsEntry("source", "pve2")
                        .containsEntry("last_sync", sync.getEpochSecond())
                        .containsEntry("fail_count", 2L)
                        .containsEntry("error", "no route to host\n"));
        pve.rights(FakePve.Rights.NONE);
        assertThat(rows("/api2/json/nodes/pve2/replication")).isEmpty();
    }

    @Test
    void tellsOfUpdatesOnlyWhoMayModify() throws Exception {
        String updates = "/api2/json/nodes/pve2/apt/update";
        other.update(new PackageUpdate("bash", null, "5.3"));
        assertThat(ask(updates).status()).isEqualTo(403);
        assertThat(ask(updates).reason()).isEqualTo("Permission check failed (/nodes/pve2, Sys.Modify)");

        pve.rights(FakePve.Rights.MODIFIER);
        assertThat(rows(updates))
                .singleElement()
                .satisfies(row -> assertThat(row)
                        .containsEntry("Package", "bash")
                        .containsEntry("Version", "5.3")
                        .doesNotContainKey("OldVersion"));
    }

    @Test
    void knowsTheStateOfNodesWithHighAvailabilityOnly() throws Exception {
        String status = "/api2/json/cluster/ha/status/manager_status";
        assertThat(ask(status).body()).contains("\"manager_status\":{}").doesNotContain("lrm_status");

        pve.highAvailability("pve2", "fence", Instant.ofEpochSecond(1_787_266_800));
        assertThat(ask(status).body())
                .contains(
                        "\"node_status\":{\"pve2\":\"fence\"}",
                        "\"lrm_status\":{\"pve2\":{",
                        "\"timestamp\":1787266800");
    }
}
