package dev.allclear.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allclear.task.Upid;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkersTest {
    private PveHost host;
    private Upid task;

    @BeforeEach
    void prepare(@TempDir Path root) throws IOException {
        host = new PveHost(root);
        task = host.newTask();
    }

    private boolean alive() {
        return new Workers(host.proc).alive(task);
    }

    @Test
    void livesWhileItsProcessHasTheSameStart() throws IOException {
        host.lives(task);

        assertThat(alive()).isTrue();
    }

    @Test
    void isGoneWithoutAProcess() {
        assertThat(alive()).isFalse();
    }

    @Test
    void isGoneWhenItsNumberWasGivenToAnotherProcess() throws IOException {
        host.stat(task, 'S', task.pstart() + 1);

        assertThat(alive()).isFalse();
    }

    @Test
    void isGoneAsAZombie() throws IOException {
        host.stat(task, 'Z', task.pstart());

        assertThat(alive()).isFalse();
    }

    @Test
    void isGoneWhenDead() throws IOException {
        host.stat(task, 'X', task.pstart());

        assertThat(alive()).isFalse();
    }

    @Test
    void isNotTakenForGoneWhenNobodyCanLook() throws IOException {
        Files.createDirectories(host.proc.resolve(task.pid() + "/stat"));

        assertThat(alive()).isTrue();
    }

    @Test
    void isFoundInTheRealProc() throws IOException {
        String stat = Files.readString(Path.of("/proc/self/stat"));
        long pstart = Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[19]);
        Upid self = new Upid(
                Upid.Product.PVE, "pve1", ProcessHandle.current().pid(), pstart, 0, 1, "vzdump", "", "root@pam");

        assertThat(new Workers(Path.of("/proc")).alive(self)).isTrue();
    }
}
