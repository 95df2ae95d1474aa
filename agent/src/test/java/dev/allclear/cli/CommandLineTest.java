package dev.allclear.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {
    @TempDir
    private Path directory;

    @Test
    void withoutACommandTheUsageIsShown() {
        Terminal.Result result = Terminal.run();
        assertThat(result.err()).contains("Usage: allclear").contains("replay");
        assertThat(result.code()).isEqualTo(ExitCode.USAGE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"init", "import-hook", "run", "check", "status", "explain", "replay", "mail-forward", "version"})
    void everyCommandHasHelp(String command) {
        Terminal.Result result = Terminal.run(command, "--help");
        assertThat(result.out()).contains("Usage: allclear " + command);
        assertThat(result.code()).isZero();
    }

    @Test
    void anUnknownOptionIsWrongUsage() {
        assertThat(Terminal.run("status", "--jsno").code()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void versionNamesTheJava() {
        assertThat(Terminal.run("version", "--json").out())
                .isEqualTo(
                        "{\"version\":\"development\",\"java\":\"" + System.getProperty("java.vm.version") + "\"}\n");
    }

    @Test
    void everyProblemOfAConfigurationIsPrinted() throws IOException {
        Path file = Files.writeString(directory.resolve("agent.conf"), "heartbeat: nightly\n\tgests 101\n\tjob\n");
        Terminal.Result result = Terminal.run("status", "-c", file.toString());
        assertThat(result.err()).contains(file + ":2: ").contains("guests").contains(file + ":3: ");
        assertThat(result.code()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void checkReportsAFaultyConfiguration() throws IOException {
        Path file = Files.writeString(directory.resolve("agent.conf"), "nonsense\n");
        Terminal.Result result = Terminal.run("check", "-c", file.toString());
        assertThat(result.out()).startsWith("PROBLEM  " + file + ":1: ");
        assertThat(result.code()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void checkFailsOnATargetThatIsLeftOut() throws IOException {
        String conf = Terminal.conf(directory, "heartbeat: nightly\n\tjob backup-1\n\nntfy: phone");
        Terminal.Result result = Terminal.run("check", "-c", conf);
        assertThat(result.out()).contains("PROBLEM  " + conf + ":4: 'ntfy: phone' has no 'topic'");
        assertThat(result.code()).isEqualTo(ExitCode.NO);
    }

    @Test
    void checkSaysWhereEventsGoWithoutAMatcher() throws IOException {
        String conf = Terminal.conf(directory, "heartbeat: nightly\n\tjob backup-1");
        assertThat(Terminal.run("check", "-c", conf).out()).contains("ok       no matcher is configured: events of");
    }

    @Test
    void checkFindsNothingWrongWhereAllIsWell() throws IOException {
        try (ServerSocket kuma = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String conf = Terminal.conf(
                    directory,
                    "heartbeat: nightly\n\tjob backup-1\n\turl http://127.0.0.1:" + kuma.getLocalPort()
                            + "/api/push/abc");
            Terminal.Result result = Terminal.run("check", "-c", conf);
            assertThat(result.out())
                    .contains("ok       nightly: job backup-1, schedule 01:00")
                    .contains("can be reached (no request was made: each one is a beat)");
            assertThat(result.code()).isZero();
        }
    }

    @Test
    void checkFindsAJobThatDoesNotExist() throws IOException {
        String conf = Terminal.conf(directory, "heartbeat: nightly\n\tjob backup-2\n\turl http://[::1]:1/api/push/abc");
        Terminal.Result result = Terminal.run("check", "-c", conf, "--json");
        assertThat(result.out()).contains("there is no backup job backup-2; there are backup-1");
        assertThat(result.code()).isEqualTo(ExitCode.NO);
    }
}
