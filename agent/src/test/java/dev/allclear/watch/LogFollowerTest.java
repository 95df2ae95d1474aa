package dev.allclear.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allclear.task.TaskOutcome;
import dev.allclear.task.TaskState;
import dev.allclear.task.Upid;
import dev.allclear.watch.LogFollower.Sight;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFollowerTest {
    private final ByteBuffer buffer = ByteBuffer.allocate(64 << 10);
    private PveHost host;
    private Upid task;

    @BeforeEach
    void prepare(@TempDir Path root) throws IOException {
        host = new PveHost(root);
        task = host.newTask();
    }

    private LogFollower follower() {
        return new LogFollower(task, host.log(task), LogFollower.Opener.PLAIN);
    }

    @Test
    void readsOnlyWhatIsNew() throws Exception {
        int[] opened = {0};
        host.write(task, "INFO: one\n");
        LogFollower follower = new LogFollower(task, host.log(task), log -> {
            opened[0]++;
            return LogFollower.Opener.PLAIN.open(log);
        });
        follower.read(buffer);
        follower.read(buffer);

        assertThat(opened[0]).isEqualTo(1);
    }

    @Test
    void takesAHalfFinalLineForNone() throws Exception {
        host.write(task, "INFO: one\nTASK OK");
        LogFollower follower = follower();
        follower.read(buffer);

        assertThat(follower.ended()).isFalse();
    }

    @Test
    void completesAFinalLineThatCameInTwoPieces() throws Exception {
        host.write(task, "INFO: one\nTASK O");
        LogFollower follower = follower();
        follower.read(buffer);
        host.write(task, "K\n");
        follower.read(buffer);

        assertThat(follower.finalState()).isEqualTo(new TaskState.Ok());
    }

    @Test
    void readsATruncatedLogFromItsStart() throws Exception {
        host.write(task, "INFO: a long line that will be gone\nTASK OK\n");
        LogFollower follower = follower();
        follower.read(buffer);
        Files.writeString(host.log(task), "INFO: again\n");
        follower.read(buffer);

        assertThat(follower.ended()).isFalse();
    }

    @Test
    void readsAReplacedLogFromItsStart() throws Exception {
        host.write(task, "INFO: one\nTASK OK\n");
        LogFollower follower = follower();
        follower.read(buffer);
        Path other = Files.writeString(host.tasks.resolve("other"), "INFO: another, longer than before\nINFO: two\n");
        Files.move(other, host.log(task), StandardCopyOption.REPLACE_EXISTING);
        follower.read(buffer);

        assertThat(follower.ended()).isFalse();
    }

    @Test
    void doesNotFollowALink() throws Exception {
        Files.createDirectories(host.log(task).getParent());
        Path other = Files.writeString(host.tasks.resolve("other"), "TASK OK\n");
        Files.createSymbolicLink(host.log(task), other);
        LogFollower follower = follower();

        assertThat(follower.read(buffer)).isEqualTo(Sight.UNREADABLE);
        assertThat(follower.problem()).isEqualTo("it is a symbolic link");
    }

    @Test
    void doesNotOpenAFifo() throws Exception {
        Files.createDirectories(host.log(task).getParent());
        assertThat(new ProcessBuilder("mkfifo", host.log(task).toString())
                        .start()
                        .waitFor())
                .isZero();
        LogFollower follower = follower();

        assertThat(follower.read(buffer)).isEqualTo(Sight.UNREADABLE);
        assertThat(follower.problem()).isEqualTo("it is a FIFO, a socket or a device");
    }

    @Test
    void doesNotOpenASocket() throws Exception {
        // The path of a socket may have 107 bytes, so it is bound elsewhere and moved.
        Files.createDirectories(host.log(task).getParent());
        Path near = Files.createTempDirectory(Path.of("/tmp"), "ac").resolve("s");
        try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            socket.bind(UnixDomainSocketAddress.of(near));
            Files.move(near, host.log(task));
        } finally {
            Files.delete(near.getParent());
        }

        assertThat(follower().read(buffer)).isEqualTo(Sight.UNREADABLE);
    }

    @Test
    void doesNotReadADirectory() throws Exception {
        Files.createDirectories(host.log(task));
        LogFollower follower = follower();

        assertThat(follower.read(buffer)).isEqualTo(Sight.UNREADABLE);
        assertThat(follower.problem()).isEqualTo("it is a directory");
    }

    @Test
    void findsAMissingLogGone() throws Exception {
        assertThat(follower().read(buffer)).isEqualTo(Sight.GONE);
    }

    @Test
    void readsEachByteOnceHoweverItGrows() throws Exception {
        String text = "INFO: starting new backup job: vzdump 101 --mode stop\n"
                + "INFO: Starting Backup of VM 101 (lxc)\nINFO: gr\u00fc\u00dfe \u0000\r\n"
                + "INFO: " + "x".repeat(100_000) + "\n"
                + "INFO: Finished Backup of VM 101 (00:00:07)\nTASK WARNINGS: 3\n";
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Path whole = Files.write(host.tasks.resolve("whole"), bytes);
        LogFollower atOnce = new LogFollower(task, whole, LogFollower.Opener.PLAIN);
        atOnce.read(buffer);
        for (int seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            Path log = host.tasks.resolve("log" + seed);
            long[] read = {0};
            LogFollower follower = new LogFollower(task, log, path -> counting(Files.newByteChannel(path), read));
            for (int at = 0; at < bytes.length; ) {
                int to = Math.min(bytes.length, at + 1 + random.nextInt(random.nextBoolean() ? 20 : 70_000));
                Files.write(
                        log, Arrays.copyOfRange(bytes, at, to), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                follower.read(buffer);
                at = to;
            }

            assertThat(read[0]).as("bytes read, seed %d", seed).isEqualTo(bytes.length);
            assertThat(follower.ended()).isTrue();
            assertThat(follower.finalState()).isEqualTo(atOnce.finalState());
            assertThat(report(follower)).isEqualTo(report(atOnce));
        }
    }

    private static TaskOutcome report(LogFollower follower) {
        return follower.outcome(new TaskState.Ok(), Instant.EPOCH);
    }

    /** The same channel, with the bytes counted that are read from it. */
    private static SeekableByteChannel counting(SeekableByteChannel file, long[] read) {
        return (SeekableByteChannel) Proxy.newProxyInstance(
                LogFollowerTest.class.getClassLoader(),
                new Class<?>[] {SeekableByteChannel.class},
                (proxy, method, arguments) -> {
                    Object result = method.invoke(file, arguments);
                    if (method.getName().equals("read")) {
                        read[0] += Math.max(0, (int) result);
                    }
                    return result;
                });
    }
}
