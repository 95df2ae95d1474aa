package dev.allclear.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allclear.task.Upid;
import org.junit.jupiter.api.Test;

class TaskLayoutTest {
    private static final String VZDUMP = "UPID:pve1:0008A3F2:05C3B1A7:6A8786F3:vzdump::root@pam:";
    private static final String GC =
            "UPID:pbs1:000002CA:00000520:0000001A:6A87A310:garbage_collection:store1:root@pam:";

    @Test
    void knowsTheDirectoriesOfBothProducts() {
        assertThat(TaskLayout.PVE.directories()).isEqualTo(16);
        assertThat(TaskLayout.PVE.directory(10)).isEqualTo("A");
        assertThat(TaskLayout.PBS.directories()).isEqualTo(256);
        assertThat(TaskLayout.PBS.directory(10)).isEqualTo("0A");
    }

    @Test
    void tellsTheDirectoryFromTheNameAsFromTheUpid() {
        assertThat(TaskLayout.PVE.numberOfTask(VZDUMP))
                .isEqualTo(TaskLayout.PVE.number(Upid.parse(VZDUMP).orElseThrow()))
                .isEqualTo(3);
        assertThat(TaskLayout.PBS.numberOfTask(GC))
                .isEqualTo(TaskLayout.PBS.number(Upid.parse(GC).orElseThrow()))
                .isEqualTo(0x20);
    }

    @Test
    void takesTheLowestByteOfALongPstart() {
        String late = "UPID:pbs1:000002CA:1FFFFFFAB:0000001A:6A87A310:garbage_collection:store1:root@pam:";

        assertThat(TaskLayout.PBS.number(Upid.parse(late).orElseThrow()))
                .isEqualTo(TaskLayout.PBS.numberOfTask(late))
                .isEqualTo(0xAB);
    }

    @Test
    void takesNoOtherNameForADirectory() {
        for (String name : new String[] {"", "0", "000", "0g", "0a", "..", "active"}) {
            assertThat(TaskLayout.PBS.numberOfDirectory(name)).as(name).isEqualTo(-1);
        }
        assertThat(TaskLayout.PBS.numberOfDirectory("FF")).isEqualTo(255);
        assertThat(TaskLayout.PBS.numberOfTask("UPID:pbs1:1:2:")).isEqualTo(-1);
        assertThat(TaskLayout.PBS.numberOfTask("UPID")).isEqualTo(-1);
    }

    @Test
    void takesNoTaskOfTheOtherProduct() {
        String pretended = "UPID:pve1:0008A3F2:05C3B1A7:6A8786F3:garbage_collection::root@pam:";

        assertThat(TaskLayout.PBS.parse(VZDUMP)).isEmpty();
        assertThat(TaskLayout.PBS.parse(pretended)).isEmpty();
        assertThat(TaskLayout.PVE.parse(GC)).isEmpty();
        assertThat(TaskLayout.PVE.parse(VZDUMP)).isPresent();
        assertThat(TaskLayout.PBS.parse(GC)).isPresent();
    }
}
