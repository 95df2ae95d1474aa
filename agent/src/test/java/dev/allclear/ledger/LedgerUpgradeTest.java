package dev.allclear.ledger;

import static dev.allclear.ledger.Samples.EVENING;
import static dev.allclear.ledger.Samples.allClear;
import static dev.allclear.ledger.Samples.delivery;
import static dev.allclear.ledger.Samples.failed;
import static dev.allclear.ledger.Samples.guest;
import static dev.allclear.ledger.Samples.outcome;
import static dev.allclear.ledger.Samples.run;
import static dev.allclear.ledger.Samples.upid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.allclear.task.Guest;
import dev.allclear.task.TaskOutcome;
import dev.allclear.task.TaskState;
import dev.allclear.task.VzdumpReport;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A ledger that the first released version wrote, opened by this one. */
class LedgerUpgradeTest {
    private static final String FIRST = Migrations.FILES.get(0);
    private static final List<String> TABLES =
            List.of("task", "guest", "job_of_task", "heartbeat", "run", "delivery", "note");

    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void asTheFirstVersionLeftIt() throws SQLException {
        file = new Database(directory).file();
        try (Sql sql = connect()) {
            sql.execute("PRAGMA journal_mode = WAL");
            Migrations.apply(sql, List.of(FIRST));
            String ended = String.valueOf(EVENING.getEpochSecond() + 61) + "000";
            sql.execute(
                    "INSERT INTO task VALUES ('" + upid(1) + "', 'vzdump', " + seconds(1) + ", " + ended
                            + ", 'ok', 'OK', 'vzdump 101 --storage local', '', 1, NULL, 0, 0, 0, 7)",
                    "INSERT INTO guest VALUES ('" + upid(1) + "', 101, 'ok', 'lxc', 'web101', '2026-11-20T22:00',"
                            + " '2026-11-20T22:03:07', 187, 'snapshot',"
                            + " '/var/lib/vz/dump/vzdump-lxc-101-2026_11_20-22_00_00.tar.zst', 1234567890123, 0, NULL)",
                    "INSERT INTO task VALUES ('" + upid(2) + "', 'vzdump', " + seconds(2) + ", " + seconds(62)
                            + "000, 'error', 'job errors', NULL, '301,302', 0, 'interrupted', 1, 1, 7, 8)",
                    "INSERT INTO guest VALUES ('" + upid(2) + "', 102, 'missing', NULL, NULL, NULL, NULL, NULL, NULL,"
                            + " NULL, -1, 0, NULL)",
                    "INSERT INTO task VALUES ('" + upid(3) + "', 'vzdump', " + seconds(3) + ", " + seconds(63)
                            + "000, 'running', 'RUNNING', NULL, '', 0, NULL, 0, 0, 0, 9)",
                    "INSERT INTO job_of_task VALUES ('" + upid(2) + "', 'backup-1')",
                    "INSERT INTO heartbeat VALUES ('nightly', 5)",
                    "INSERT INTO run VALUES ('nightly', '" + upid(1) + "', 'all-clear',"
                            + " 'TASK OK' || char(10) || 'every guest has a backup', 14, 1, 2460000, " + seconds(1)
                            + ", "
                            + seconds(61) + "000, " + seconds(62) + "000, 0, 'every vzdump task is a run of its own')",
                    "INSERT INTO run VALUES ('nightly', '" + upid(2) + "', 'failed', 'a\\nb', 0, 0, 0, " + seconds(2)
                            + ", " + seconds(62) + "000, " + seconds(63)
                            + "000, 0, 'every vzdump task is a run of its own')",
                    "INSERT INTO delivery VALUES (7, 'nightly 1', 'nightly', 'nightly', '" + upid(1) + "', "
                            + seconds(1)
                            + ", '1 is well', 2460001, " + seconds(1) + "000, " + seconds(1) + "000, "
                            + seconds(72_001) + "000, 'pending', 2, 1, 'no answer', NULL)",
                    "INSERT INTO note VALUES ('a', 'kept')");
        }
    }

    private static long seconds(int number) {
        return EVENING.getEpochSecond() + number;
    }

    private Sql connect() throws SQLException {
        return new Sql(DriverManager.getConnection("jdbc:sqlite:" + file), file);
    }

    @Test
    void tellsTheSameTasks() {
        try (Ledger ledger = Ledger.open(directory)) {
            assertThat(ledger.notice()).isEmpty();
            assertThat(ledger.read((Entries entries) -> {
                        List<TaskOutcome> all = new ArrayList<>();
                        entries.tasks().each(null, "vzdump", (source, task) -> all.add(task));
                        return all;
                    }))
                    .containsExactly(
                            outcome(1, new TaskState.Ok()),
                            outcome(
                                    upid(2),
                                    new TaskState.Failed("job errors"),
                                    new VzdumpReport(
                                            null,
                                            List.of(new Guest(
                                                    102,
                                                    Guest.State.MISSING,
                                                    null,
                                                    null,
                                                    null,
                                                    null,
                                                    null,
                                                    null,
                                                    null,
                                                    -1,
                                                    0,
                                                    null)),
                                            List.of(301, 302),
                                            false,
                                            "interrupted",
                                            true,
                                            true,
                                            7)),
                            outcome(upid(3), new TaskState.Running(), VzdumpReport.NOTHING));
            assertThat(ledger.read((Entries entries) -> entries.tasks().sourceOf(upid(1))))
                    .contains("");
            assertThat(ledger.read((Entries entries) -> entries.tasks().jobOf(upid(2))))
                    .contains("backup-1");
        }
    }

    @Test
    void tellsTheSameRunsAndNotes() {
        try (Ledger ledger = Ledger.open(directory)) {
            assertThat(ledger.read((Entries entries) -> entries.runs().newest("nightly", 9)))
                    .containsExactly(run("nightly", 2, failed("a\nb")), run("nightly", 1, allClear()));
            assertThat(ledger.read((Entries entries) -> entries.runs().learned("nightly")))
                    .isTrue();
            assertThat(ledger.read((Entries entries) -> entries.note("a"))).contains("kept");
        }
    }

    @Test
    void sendsWhatWaitedAsAnUp() {
        NewDelivery in = delivery("nightly", 1);
        try (Ledger ledger = Ledger.open(directory)) {
            assertThat(ledger.write((Entries entries) -> entries.deliveries().enqueue(in)))
                    .isFalse();
            assertThat(ledger.write(
                            (Entries entries) -> entries.deliveries().claim("nightly", EVENING.plusSeconds(600))))
                    .contains(new DeliveryRow(
                            7,
                            "nightly",
                            "nightly",
                            in.run(),
                            in.msg(),
                            in.duration(),
                            in.createdAt(),
                            in.dueAt(),
                            in.expiresAt(),
                            DeliveryState.SENDING,
                            3,
                            1,
                            "no answer",
                            null,
                            "up",
                            ""));
        }
    }

    @Test
    void goesOnWithATaskThatWasRunning() {
        try (Ledger ledger = Ledger.open(directory)) {
            TaskOutcome ended = outcome(upid(3), new TaskState.Ok(), Samples.report(guest(101)));
            assertThat(ledger.read((Entries entries) -> entries.tasks().unfinished("vzdump")))
                    .hasSize(1);
            assertThat(ledger.write((Entries entries) -> entries.tasks().record(ended, "local", EVENING)))
                    .isTrue();
            assertThat(ledger.read((Entries entries) -> entries.tasks().task(upid(3))))
                    .contains(ended);
        }
    }

    @Test
    void changesNoValueThatTheFirstVersionWrote() throws SQLException {
        Map<String, List<String>> before = new LinkedHashMap<>();
        try (Sql sql = connect()) {
            for (String table : TABLES) {
                String query = "SELECT quote(" + columns(sql, table) + ") FROM " + table + " ORDER BY 1";
                before.put(query, sql.list(query, row -> row.getString(1)));
            }
        }
        Ledger.open(directory).close();
        try (Sql sql = connect()) {
            before.forEach((query, rows) -> assertThat(sql.list(query, row -> row.getString(1)))
                    .isNotEmpty()
                    .isEqualTo(rows));
        }
    }

    private static String columns(Sql sql, String table) {
        return String.join(
                ") || ' ' || quote(",
                sql.list("SELECT name FROM pragma_table_info(?) ORDER BY cid", row -> row.getString(1), table));
    }

    @Test
    void asksForTheDaemonBeforeItIsReadByThisVersion() {
        assertThatThrownBy(() -> Ledger.openReadOnly(directory))
                .isInstanceOf(LedgerException.class)
                .hasMessageContaining("restart the daemon")
                .extracting(e -> ((LedgerException) e).kind())
                .isEqualTo(LedgerException.Kind.OLDER);
    }

    /** Ledgers that were made by it exist: what it says may not change any more. */
    @Test
    void theFirstSchemaIsAsReleased() {
        assertThat(Migrations.checksum(Migrations.text(FIRST)))
                .isEqualTo("5f759e6987d90eea2c370b6fe3ff29801df6e7230a07ed7d5ed2bcea4810eacb");
    }
}
