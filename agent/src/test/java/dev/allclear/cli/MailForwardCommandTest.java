package dev.allclear.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MailForwardCommandTest {
    private static final String MAIL = "Subject: disk\n\nfailing\n";
    private final InputStream before = System.in;

    @TempDir
    private Path spool;

    @AfterEach
    void restore() {
        System.setIn(before);
    }

    private Terminal.Result forward(String... args) {
        System.setIn(new ByteArrayInputStream(MAIL.getBytes(StandardCharsets.UTF_8)));
        return Terminal.run(args);
    }

    private List<Path> spooled() throws IOException {
        try (Stream<Path> files = Files.list(spool)) {
            return files.toList();
        }
    }

    @Test
    void keepsTheMailAndSaysNothing() throws Exception {
        assertThat(forward("mail-forward", "--spool", spool.toString())).isEqualTo(new Terminal.Result(0, "", ""));
        assertThat(spooled()).singleElement().satisfies(file -> assertThat(file).hasContent(MAIL));
    }

    @Test
    void letsPostfixTryAgainWhenItCannotKeepTheMail() {
        Terminal.Result result =
                forward("mail-forward", "--spool", spool.resolve("none").toString());
        assertThat(result.code()).isEqualTo(75);
        assertThat(result.err().lines())
                .singleElement()
                .asString()
                .contains("there is no such directory")
                .contains("Postfix tries again");
    }

    @Test
    void aMistakeInTheForwardFileLosesNoMail() {
        assertThat(forward("mail-forward", "--spol", spool.toString()).code()).isEqualTo(75);
    }

    @Test
    void startsWithoutWhatOnlyTheDaemonNeeds() throws Exception {
        Process process = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "-XX:TieredStopAtLevel=1",
                        "-Xlog:class+load:stdout",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "mail-forward",
                        "--spool",
                        spool.toString())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().write(MAIL.getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().close();
        String loaded = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        assertThat(spooled()).hasSize(1);
        assertThat(loaded.lines().filter(line -> line.contains(" dev.allclear.watch.spool.")))
                .isNotEmpty();
        assertThat(
                        loaded.lines()
                                .filter(
                                        line -> line.matches(
                                                ".* (jakarta|org\\.eclipse|org\\.jsoup|org\\.slf4j|ch\\.qos|org\\.sqlite|tools\\.jackson)\\..*")))
                .isEmpty();
    }
}
