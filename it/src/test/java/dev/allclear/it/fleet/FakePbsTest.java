package dev.allclear.it.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.allclear.it.world.JsonText;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FakePbsTest {
    private static final String TASKS = "/api2/json/nodes/localhost/tasks";

    private final FakePbs pbs = FakePbs.host("pbs1", "store1", "store2");

    @AfterEach
    void close() {
        pbs.close();
    }

    private Asked ask(String target) throws IOException {
        return Asked.get(pbs.url(), target, "Authorization: PBSAPIToken=" + FakePbs.TOKEN_ID + ":" + pbs.token());
    }

    private List<Map<String, Object>> rows(String target) throws IOException {
        return ask(target).rows();
    }

    private static String log(PbsTask task) {
        return TASKS + "/" + URLEncoder.encode(task.upid(), StandardCharsets.UTF_8) + "/log";
    }

    @Test
    void namesAJobAndItsLastRun() throws Exception {
        PbsJob job = PbsJob.sync("s-1a2b3c4d-5e6f", "pbs2", "store1").scheduled("hourly", Instant.now());
        pbs.job(job);
        assertThat(rows("/api2/json/admin/sync").get(0)).doesNotContainKey("last-run-upid");

        PbsTask task = pbs.startJob(job, true);

        assertThat(task.upid())
                .contains(":syncjob:pbs2\\x3astore1\\x3astore1\\x3a\\x3as\\x2d1a2b3c4d\\x2d5e6f:root@pam:");
        assertThat(rows("/api2/json/admin/sync").get(0))
                .containsEntry("last-run-upid", task.upid())
                .doesNotContainKey("last-run-state");
        task.endWith("TASK WARNINGS: 1");
        assertThat(rows("/api2/json/admin/sync").get(0)).containsEntry("last-run-state", "WARNINGS: 1");
        assertThat(ask(log(task)).column("t").get(1)).endsWith(": task triggered by schedule 'hourly'");
    }

    @Test
    void countsTheLinesOfALogFromOneAndTellsWhetherItGrows() throws Exception {
        PbsTask task = pbs.start("verify", "store1", "root@pam").lines("a", "b", "c");
        assertThat(ask(log(task) + "?start=0&limit=2").body())
                .isEqualTo(ask(log(task) + "?start=1&limit=2").body());
        assertThat(rows(log(task) + "?start=2&limit=5"))
                .extracting(row -> row.get("n"))
                .containsExactly(2L, 3L);
        assertThat(JsonText.object(ask(log(task) + "?test-status=1").body())).containsEntry("active", true);
        task.endWith("TASK OK");
        assertThat(JsonText.object(ask(log(task) + "?test-status=1").body())).containsEntry("active", false);
    }

    @Test
    void countsOnlyToTheEndOfThePage() throws Exception {
        for (int i = 0; i < 5; i++) {
            pbs.start("backup", "store1:vm/" + i, "root@pam").endWith("TASK OK");
        }
        assertThat(JsonText.object(ask(TASKS + "?start=1&limit=2").body())).containsEntry("total", 4L);
        assertThat(JsonText.object(ask(TASKS + "?limit=0").body())).containsEntry("total", 5L);
        assertThat(rows(TASKS + "?typefilter=ack&store=store1")).hasSize(5);
        assertThat(rows(TASKS + "?store=store2")).isEmpty();
    }

    @Test
    void leavesOutADatastoreThatCannotBeOpenedAndSaysWhyElsewhere() throws Exception {
        pbs.store("store2", "store2 is not mounted");
        assertThat(rows("/api2/json/admin/gc"))
                .extracting(row -> row.get("store"))
                .containsExactly("store1");
        assertThat(rows("/api2/json/status/datastore-usage").get(1)).containsEntry("error", "store2 is not mounted");
    }

    @Test
    void aTokenWithoutRightsSeesNothingAndIsToldWhenItAsksForOne() throws Exception {
        PbsTask task = pbs.start("verify", "store1", "root@pam").endWith("TASK OK");
        pbs.auditor(false);
        assertThat(rows(TASKS)).isEmpty();
        assertThat(rows("/api2/json/admin/gc")).isEmpty();
        assertThat(ask(log(task)).status()).isEqualTo(403);
        assertThat(ask("/api2/json/access/permissions").body()).isEqualTo("{\"data\":{}}");
    }

    @Test
    void refusesWhileItIsOff() throws Exception {
        pbs.offline();
        assertThatThrownBy(() -> ask(TASKS)).isInstanceOf(IOException.class);
        pbs.online();
        assertThat(ask(TASKS).status()).isEqualTo(200);
    }

    @Test
    void listsALostTaskInFrontOfNewerOnes() throws Exception {
        PbsTask lost = pbs.start("verify", "store1", "root@pam").line("found 3 groups");
        PbsTask running = pbs.start("garbage_collection", "store1", "root@pam");
        lost.lost();
        assertThat(rows(TASKS)).extracting(row -> row.get("upid")).containsExactly(running.upid(), lost.upid());
        assertThat(rows(TASKS).get(1)).containsEntry("status", "unknown");
    }

    @Test
    void tellsAnAuditorOfUpdates() throws Exception {
        String updates = "/api2/json/nodes/localhost/apt/update";
        pbs.update(new PackageUpdate("proxmox-backup-server", "4.2.3-1", "4.2.4-1"));
        assertThat(rows(updates))
                .singleElement()
                .satisfies(row -> assertThat(row)
                        .containsEntry("Package", "proxmox-backup-server")
                        .containsEntry("OldVersion", "4.2.3-1"));
        pbs.auditor(false);
        assertThat(ask(updates).status()).isEqualTo(403);
    }
}
