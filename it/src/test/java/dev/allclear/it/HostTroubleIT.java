package dev.allclear.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.allclear.it.world.Agent;
import dev.allclear.it.world.VzdumpTask;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A host that does not give the agent what it needs. */
final class HostTroubleIT {
    private static final String[] AS_NOBODY = {"setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"};

    @TempDir
    private Path scratch;

    private World world;

    @BeforeEach
    void build() {
        world = new World(scratch);
    }

    @AfterEach
    void close() {
        world.close();
    }

    private static int run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getInputStream().readAllBytes();
        return process.waitFor();
    }

    private static boolean root() {
        return "root".equals(System.getProperty("user.name"));
    }

    @Test
    void holdsPushesBackWhileTheDiskIsFullAndGoesOnByItself() throws Exception {
        Path disk = Files.createDirectory(scratch.resolve("disk"));
        assumeTrue(root() && run("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", disk.toString()) == 0);
        try {
            world.host.ledger(disk.resolve("ledger"));
            Agent agent = world.start().awaitReady();
            Path filler = disk.resolve("filler");
            fill(filler);
            VzdumpTask run = world.goodRun();
            agent.awaitLine("No push is sent until this is mended");
            // Longer than the agent waits before it tries again, which it does without a further word.
            TimeUnit.SECONDS.sleep(6);
            assertThat(world.beats()).isZero();
            Files.delete(filler);

            agent.awaitLine("can be written again");
            world.awaitDelivery(run, "delivered");
            assertThat(world.beats()).isEqualTo(1);
            assertThat(agent.lines().stream().filter(line -> line.contains("No push is sent until")))
                    .hasSize(1);
            agent.terminate();
        } finally {
            world.close();
            run("umount", "-l", disk.toString());
        }
    }

    private static void fill(Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            byte[] page = new byte[4096];
            while (true) {
                out.write(page);
            }
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("No space left");
        }
    }

    @Test
    void saysWhichRightIsMissingAndJudgesTheLogOnceItMayBeRead() throws Exception {
        String[] wrapper = root() ? AS_NOBODY : new String[0];
        if (root()) {
            assumeTrue(run(Stream.concat(
                                    Stream.of(AS_NOBODY),
                                    Stream.of(Agent.program().toString(), "version"))
                            .toArray(String[]::new))
                    == 0);
            Files.setPosixFilePermissions(scratch, PosixFilePermissions.fromString("rwxr-xr-x"));
            run(
                    "install",
                    "-d",
                    "-o",
                    "65534",
                    "-g",
                    "65534",
                    world.host.ledger().toString());
        }
        world.host.fullLook("1s");
        Files.setPosixFilePermissions(world.host.config(), PosixFilePermissions.fromString("rw-r--r--"));
        VzdumpTask run = world.goodRun();
        Files.setPosixFilePermissions(run.log(), PosixFilePermissions.fromString("---------"));
        Agent agent = world.start(wrapper);

        assertThat(agent.awaitLine("SupplementaryGroups=")).contains("permission denied");
        assertThat(world.beats()).isZero();
        Files.setPosixFilePermissions(run.log(), PosixFilePermissions.fromString("rw-r--r--"));
        world.kuma.awaitBeats(1, Agent.PATIENCE);
        agent.awaitLine("can be read again");
    }

    @Test
    void findsATaskDirectoryThatIsMadeLater() throws Exception {
        Path later = scratch.resolve("log/pve/tasks");
        try (World other = new World(Files.createDirectory(scratch.resolve("other")), later)) {
            other.host.fullLook("1s");
            Agent agent = other.start();
            agent.awaitLine(later.toString());
            Files.createDirectories(later);
            VzdumpTask run = other.goodRun();

            other.kuma.awaitBeats(1, Agent.PATIENCE);
            other.awaitDelivery(run, "delivered");
        }
    }

    @Test
    void setsADamagedLedgerAsideAndBeginsANewOne() throws Exception {
        Agent agent = world.start().awaitReady();
        VzdumpTask before = world.goodRun();
        world.awaitDelivery(before, "delivered");
        assertThat(agent.terminate().exit()).isZero();
        Path file = world.host.ledger().resolve("allclear.db");
        byte[] bytes = Files.readAllBytes(file);
        Arrays.fill(bytes, 0, Math.min(bytes.length, 8192), (byte) 'x');
        Files.write(file, bytes);

        Agent next = world.start().awaitReady();
        assertThat(next.awaitLine("damaged")).contains("kept as " + file + ".damaged-");
        VzdumpTask after = world.goodRun();
        world.awaitDelivery(after, "delivered");
        assertThat(world.beats()).isBetween(2, 3);
        try (Stream<Path> files = Files.list(world.host.ledger())) {
            List<String> names =
                    files.map(path -> String.valueOf(path.getFileName())).toList();
            assertThat(names).anyMatch(name -> name.startsWith("allclear.db.damaged-"));
        }
    }
}
