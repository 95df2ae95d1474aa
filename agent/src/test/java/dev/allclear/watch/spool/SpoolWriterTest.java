package dev.allclear.watch.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolWriterTest {
    private static final byte[] MAIL = "Subject: \u00e9\r\n\r\n\u0000y".getBytes(StandardCharsets.ISO_8859_1);

    @TempDir
    private Path directory;

    private static InputStream mail() {
        return new ByteArrayInputStream(MAIL);
    }

    private static SpoolException refusal(Path directory) {
        return catchThrowableOfType(SpoolException.class, () -> new SpoolWriter(directory).mail(mail()));
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> Objects.requireNonNull(file.getFileName()).toString())
                    .toList();
        }
    }

    private static void assumeRoot() {
        assumeTrue(System.getProperty("user.name").equals("root"), "only root may do this");
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.PIPE)
                .start();
        process.getOutputStream().write(MAIL);
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assumeTrue(!output.contains("permission denied"), "not permitted here: " + output);
        assertThat(process.exitValue()).as(output).isZero();
        return output;
    }

    @Test
    void keepsAMailAsItCame() throws Exception {
        String name = new SpoolWriter(directory).mail(mail());
        assertThat(directory.resolve(name)).hasBinaryContent(MAIL);
        assertThat(names(directory)).containsExactly(name);
    }

    @Test
    void theDaemonsUserMayReadWhatRootLeft() throws Exception {
        String name = new SpoolWriter(directory).mail(mail());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve(name))))
                .isEqualTo("rw-r--r--");
    }

    @Test
    void namesAreInTheOrderOfTime() throws Exception {
        List<String> names = new ArrayList<>();
        for (long second : new long[] {999_999_999, 1_000_000_000, 1_795_000_000}) {
            names.add(new SpoolWriter(directory, () -> Instant.ofEpochSecond(second, 123_456_789)).mail(mail()));
        }
        assertThat(names).isSorted();
        assertThat(SpoolName.parse(names.get(2)).orElseThrow().at())
                .isEqualTo(Instant.ofEpochSecond(1_795_000_000, 123_456_000));
    }

    @Test
    void mailsOfTheSameMomentAllStay() throws Exception {
        SpoolWriter writer = new SpoolWriter(directory, () -> Instant.EPOCH);
        for (int i = 0; i < 20; i++) {
            writer.mail(mail());
        }
        assertThat(names(directory)).hasSize(20);
    }

    @Test
    void readsATooLargeMailToItsEndAndKeepsItsBeginning() throws Exception {
        InputStream huge = new SequenceInputStream(
                new ByteArrayInputStream(new byte[SpoolWriter.LARGEST_MAIL - 1]),
                new ByteArrayInputStream(new byte[99]));
        String name = new SpoolWriter(directory).mail(huge);
        assertThat(Files.size(directory.resolve(name))).isEqualTo(SpoolWriter.LARGEST_MAIL);
        assertThat(huge.read()).isEqualTo(-1);
    }

    @Test
    void leavesNothingOfAMailThatBreaksOff() throws Exception {
        InputStream broken = new SequenceInputStream(mail(), new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("the pipe broke");
            }

            @Override
            public int read(byte[] to, int from, int length) throws IOException {
                return read();
            }
        });
        SpoolException refusal =
                catchThrowableOfType(SpoolException.class, () -> new SpoolWriter(directory).mail(broken));
        assertThat(refusal).hasMessageContaining("the pipe broke");
        assertThat(names(directory)).isEmpty();
    }

    @Test
    void saysThatThereIsNoSpool() {
        assertThat(refusal(directory.resolve("none")))
                .hasMessageContaining("there is no such directory")
                .hasMessageContaining("systemctl restart allclear");
    }

    @Test
    void saysThatTheSpoolIsNoDirectory() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "");
        assertThat(refusal(file)).hasMessageContaining("cannot leave it in the spool " + file);
    }

    @Test
    void saysThatTheDiskIsFullAndLeavesNothing() throws Exception {
        assumeRoot();
        run("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", directory.toString());
        try {
            SpoolWriter writer = new SpoolWriter(directory);
            SpoolException refusal = catchThrowableOfType(
                    SpoolException.class, () -> writer.mail(new ByteArrayInputStream(new byte[100_000])));
            assertThat(refusal).hasMessageContaining("the disk is full");
            assertThat(names(directory)).isEmpty();
            writer.mail(mail());
            assertThat(names(directory)).hasSize(1);
        } finally {
            run("umount", directory.toString());
        }
    }

    @Test
    void aUserWhoMayNotListTheSpoolCanStillPut() throws Exception {
        assumeRoot();
        Path spool = directory.resolve("spool");
        new SpoolDirectory(spool).prepare();
        String name = run(asNobody(spool));
        assertThat(spool.resolve(name)).hasBinaryContent(MAIL);
        assertThat((int) Files.getAttribute(spool.resolve(name), "unix:uid")).isEqualTo(65534);
    }

    /** Where nobody may read it: only the classes that it needs. */
    private String[] asNobody(Path spool) throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path classes = Files.createDirectories(directory.resolve("classes/dev/allclear/watch/spool"));
        for (Class<?> needed : List.of(
                SpoolOnce.class, SpoolWriter.class, SpoolName.class, SpoolName.Kind.class, SpoolException.class)) {
            copy(needed.getName().substring(needed.getPackageName().length() + 1) + ".class", classes);
        }
        copy("SpoolWriter$Content.class", classes);
        return new String[] {
            "setpriv",
            "--reuid=65534",
            "--regid=65534",
            "--clear-groups",
            System.getProperty("java.home") + "/bin/java",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            directory.resolve("classes").toString(),
            SpoolOnce.class.getName(),
            spool.toString()
        };
    }

    private static void copy(String name, Path to) throws IOException {
        try (InputStream in = Objects.requireNonNull(SpoolWriterTest.class.getResourceAsStream(name), name)) {
            Files.copy(in, to.resolve(name));
        }
    }

    @Test
    void aRequestIsOneLineForEachValue() {
        SpoolWriter writer = new SpoolWriter(directory);
        assertThatIllegalArgumentException().isThrownBy(() -> writer.askResend("mail\nwhat=other"));
        assertThatIllegalArgumentException().isThrownBy(() -> writer.askTest("", "mail"));
    }
}
