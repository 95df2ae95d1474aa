package dev.allclear.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allclear.task.Upid.Product;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class UpidTest {

    @ParameterizedTest
    @CsvSource({
        "UPID:pve1:0008A3F2:05C3B1A7:6A8786F3:vzdump::root@pam:, pve1, 566258, 96711079, 1787266803, vzdump, '', root@pam, 3",
        "UPID:pve2:00000FB5:137BDAE5E:6A8786F4:vzdump:105:root@pam:, pve2, 4021, 5230145118, 1787266804, vzdump, 105, root@pam, 4",
        "UPID:pve1:001254B6:05C81F12:6A87FB12:vzdump:100:alice@pve!ci:, pve1, 1201334, 97001234, 1787296530, vzdump, 100, alice@pve!ci, 2",
        "UPID:pve1:00000CF9:0000117D:6A88F88C:aptupdate::root@pam:, pve1, 3321, 4477, 1787361420, aptupdate, '', root@pam, C",
    })
    void readsWhatPveWrites(
            String text,
            String node,
            long pid,
            long pstart,
            long starttime,
            String type,
            String id,
            String user,
            String directory) {
        Upid upid = Upid.parse(text).orElseThrow();

        assertThat(upid).isEqualTo(new Upid(Product.PVE, node, pid, pstart, 0, starttime, type, id, user));
        assertThat(upid).hasToString(text);
        assertThat(upid.path()).isEqualTo(directory + "/" + text);
    }

    @ParameterizedTest
    @CsvSource({
        "UPID:pbs1:000002CA:00000520:0000001A:6A87A310:garbage_collection:store1:root@pam:, 1787274000, store1",
        "UPID:pbs1:000002CA:00000520:0000001B:6A87B120:prunejob:store1\\x3aprod-db:root@pam:, 1787277600, store1:prod/db",
        "UPID:pbs1:000002CA:00000520:0000001C:6A87BF30:verificationjob:store1\\x3av\\x2d8c3f2a10\\x2d91de:root@pam:, 1787281200, store1:v-8c3f2a10-91de",
        "UPID:pbs1:000002CA:00000520:0000001D:6A87CD40:syncjob:pbs2\\x3aoffsite\\x3astore1\\x3a\\x3as\\x2d1a2b3c4d\\x2d5e6f:root@pam:, 1787284800, pbs2:offsite:store1::s-1a2b3c4d-5e6f",
        "UPID:pbs1:000002CA:00000520:0000001E:6A87D448:syncjob:\\x2d\\x3astore1\\x3astore2\\x3aprod-db\\x3as\\x2d77aa11bb\\x2d02:root@pam:, 1787286600, -:store1:store2:prod/db:s-77aa11bb-02",
        "UPID:pbs1:000002CA:00000520:0000001F:6A8786F5:backup:store1\\x3avm-100:backup@pbs!pve1:, 1787266805, store1:vm/100",
        "UPID:pbs1:000002CA:00000520:00000022:6A87F7E8:verify_snapshot:store1\\x3ans-prod-vm-100-6A8786F5:admin@pbs:, 1787295720, store1:ns/prod/vm/100/6A8786F5",
        "UPID:pbs1:000002CA:00000520:0000001A:6A87A310:acme:\\x2ehidden.d\\xc3\\xa4\\x20x:root@pam:, 1787274000, .hidden.dä x",
    })
    void readsWhatPbsWrites(String text, long starttime, String workerId) {
        Upid upid = Upid.parse(text).orElseThrow();

        assertThat(upid.product()).isEqualTo(Product.PBS);
        assertThat(upid.starttime()).isEqualTo(starttime);
        assertThat(upid.id()).isEqualTo(workerId);
        assertThat(upid).hasToString(text);
        assertThat(upid.path()).isEqualTo("20/" + text);
    }

    @Test
    void takesThePbsDirectoryFromTheLastByteOfPstart() {
        String text = "UPID:pbs1:0000233D:0540A80F:00000000:6A88F88C:aptupdate::root@pam:";

        assertThat(Upid.parse(text).orElseThrow().path()).isEqualTo("0F/" + text);
    }

    @Test
    void readsLowerCaseAsTheSameTask() {
        String text = "UPID:pve1:0008A3F2:137BDAE5E:6A8786F3:vzdump::root@pam:";

        assertThat(Upid.parse(
                        text.replace("A3F2", "a3f2").replace("BDAE", "bdae").replace("6A8786F", "6a8786f")))
                .isEqualTo(Upid.parse(text))
                .get()
                .hasToString(text);
    }

    @Test
    void readsATaskIdOfSixteenDigits() {
        String text = "UPID:pbs1:000002CA:00000520:FFFFFFFFFFFFFFFE:6A87A310:backup::root@pam:";

        Upid upid = Upid.parse(text).orElseThrow();

        assertThat(upid.taskId()).isEqualTo(-2);
        assertThat(upid).hasToString(text);
    }

    @Test
    void startsAtItsSecond() {
        Upid upid = Upid.parse("UPID:pve1:0008A3F2:05C3B1A7:6A8786F3:vzdump::root@pam:")
                .orElseThrow();

        assertThat(upid.started()).isEqualTo(Instant.parse("2026-08-20T23:00:03Z"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "UPID:",
                "UPID::",
                "upid:pve1:0008A3F2:05C3B1A7:6A8786F3:vzdump::root@pam:",
                " UPID:pve1:0008A3F2:05C3B1A7:6A8786F3:vzdump::root@pam:",
                "UPID:pve1:0008A3F2:05C3B1A7:6A8786F3:vzdump::root@pam",
                "UPID:pve1:0008A3F2:05C3B1A7:6A8786F3:vzdump::root@pam: ",
                "UPID:pve1:0008A3F2:05C3B1A7:6A8786F3:vzdump::root@pam::",
                "UPID:pve1:0008A3F2:05C3B1A7:6A8786F3:vzdump::root@pam:::::",
                "UPID:pve1:0008A3F2:05C3B1A7:6A8786F3:vzdump:root@pam:",
                "UPID::0008A3F2:05C3B1A7:6A8786F3:vzdump::root@pam:",
                "UPID:-pve1:0008A3F2:05C3B1A7:6A8786F3:vzdump::root@pam:",
                "UPID:pve1-:0008A3F2:05C3B1A7:6A8786F3:vzdump::root@pam:",
                "UPID:pve.1:0008A3F2:05C3B1A7:6A8786F3:vzdump::root@pam:",
                "UPID:pv\u00e91:0008A3F2:05C3B1A7:6A8786F3:vzdump::root@pam:",
                "UPID:pv{1:0008A3F2:05C3B1A7:6A8786F3:vzdump::root@pam:",
                "UPID:../x:0008A3F2:05C3B1A7:6A8786F3:vzdump::root@pam:",
                "UPID:pve1:008A3F2:05C3B1A7:6A8786F3:vzdump::root@pam:",
                "UPID:pve1:00008A3F2:05C3B1A7:6A8786F3:vzdump::root@pam:",
                "UPID:pve1:0008A3G2:05C3B1A7:6A8786F3:vzdump::root@pam:",
                "UPID:pve1:+008A3F2:05C3B1A7:6A8786F3:vzdump::root@pam:",
                "UPID:pve1:0008A3\u0661\u0662:05C3B1A7:6A8786F3:vzdump::root@pam:",
                "UPID:pve1:0008A3\u01612:05C3B1A7:6A8786F3:vzdump::root@pam:",
                "UPID:pve1:0008A3F2:5C3B1A7:6A8786F3:vzdump::root@pam:",
                "UPID:pve1:0008A3F2:0005C3B1A7:6A8786F3:vzdump::root@pam:",
                "UPID:pve1:0008A3F2:05C3B1A7:6A8786F:vzdump::root@pam:",
                "UPID:pve1:0008A3F2:05C3B1A7:06A8786F3:vzdump::root@pam:",
                "UPID:pve1:0008A3F2:05C3B1A7:6A8786F3:::root@pam:",
                "UPID:pve1:0008A3F2:05C3B1A7:6A8786F3:vz dump::root@pam:",
                "UPID:pve1:0008A3F2:05C3B1A7:6A8786F3:vz\u000bdump::root@pam:",
                "UPID:pve1:0008A3F2:05C3B1A7:6A8786F3:vz/dump::root@pam:",
                "UPID:pve1:0008A3F2:05C3B1A7:6A8786F3:vzdump:1/2:root@pam:",
                "UPID:pve1:0008A3F2:05C3B1A7:6A8786F3:vzdump:1\n:root@pam:",
                "UPID:pve1:0008A3F2:05C3B1A7:6A8786F3:vzdump:::",
                "UPID:pve1:0008A3F2:05C3B1A7:6A8786F3:vzdump::a/../b:",
                "UPID:pbs1:000002CA:00000520:000001A:6A87A310:backup::root@pam:",
                "UPID:pbs1:000002CA:00000520:00000000000000001:6A87A310:backup::root@pam:",
                "UPID:pbs1:000002CA:00000520:0000001A:6A87A310:prune:a\\:root@pam:",
                "UPID:pbs1:000002CA:00000520:0000001A:6A87A310:prune:a\\x4:root@pam:",
                "UPID:pbs1:000002CA:00000520:0000001A:6A87A310:prune:a\\x4g:root@pam:",
                "UPID:pbs1:000002CA:00000520:0000001A:6A87A310:prune:a\\xg4:root@pam:",
                "UPID:pbs1:000002CA:00000520:0000001A:6A87A310:prune:a\\y41:root@pam:",
                "UPID:pbs1:000002CA:00000520:0000001A:6A87A310:prune:a\\xc3:root@pam:",
                "UPID:pbs1:000002CA:00000520:0000001A:6A87A310:prune:a\\xff\\xfe:root@pam:",
                "UPID:pbs1:000002CA:00000520:0000001A:6A87A310:prune:a\ud800:root@pam:",
            })
    void refusesWhatIsNoUpid(String text) {
        assertThat(Upid.parse(text)).isEmpty();
    }

    @Test
    void takesAnUnescapedSlashOfAWorkerIdAsItIs() {
        Upid upid = Upid.parse("UPID:pbs1:000002CA:00000520:0000001A:6A87A310:prune:a/b:root@pam:")
                .orElseThrow();

        assertThat(upid.id()).isEqualTo("a/b");
        assertThat(upid.path()).doesNotContain("a/b").contains("a-b");
    }
}
