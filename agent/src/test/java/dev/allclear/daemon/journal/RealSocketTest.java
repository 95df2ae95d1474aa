package dev.allclear.daemon.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole way, through libsystemd to where journald listens, on a machine that has the one and not the other. */
class RealSocketTest {
    /** No socket of this process: a device has this number nowhere. */
    private static final String OTHER_STREAM = "999999999:1";

    @TempDir
    private Path scratch;

    @BeforeEach
    void needsTheFreePlaceOfJournald() throws IOException {
        Path directory = LibSystemd.SOCKET.getParent();
        assumeTrue(Files.isWritable(Path.of("/run")), "may not write where journald listens");
        assumeTrue(Files.notExists(LibSystemd.SOCKET, LinkOption.NOFOLLOW_LINKS), "journald is there");
        assumeTrue(hasLibrary(), "no libsystemd");
        assumeTrue(runs("python3", "-c", "import socket; socket.recv_fds"), "no python3 with recv_fds");
        Files.createDirectories(directory);
    }

    private static boolean hasLibrary() {
        try {
            LibSystemd.load("libsystemd.so.0");
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private boolean runs(String... command) throws IOException {
        try {
            return run(List.of(command)) == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private int run(List<String> command) throws IOException {
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(scratch.resolve("said").toFile())
                    .start()
                    .waitFor();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<String> said(String stream) throws IOException, URISyntaxException {
        URL script = Objects.requireNonNull(RealSocketTest.class.getResource("journald.py"));
        List<String> command = new ArrayList<>(List.of(
                "python3",
                Path.of(script.toURI()).toString(),
                LibSystemd.SOCKET.toString(),
                stream,
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1"));
        Stream.of("jna.boot.library.path", "jna.nounpack")
                .filter(name -> System.getProperty(name) != null)
                .forEach(name -> command.add("-D" + name + "=" + System.getProperty(name)));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), SaysEvents.class.getName()));
        int status = run(command);
        List<String> said = Files.readAllLines(scratch.resolve("said"), StandardCharsets.UTF_8);
        assertThat(status).as("%s", said).isZero();
        return said;
    }

    private static List<String> lines(List<String> said) {
        return said.stream()
                .filter(line -> line.startsWith("line "))
                .map(line -> line.substring("line ".length()))
                .toList();
    }

    private static List<Map<String, String>> entries(List<String> said) {
        return said.stream()
                .filter(line -> line.startsWith("entry "))
                .map(line -> Base64.getDecoder().decode(line.substring("entry ".length())))
                .map(NativeProtocol::fields)
                .toList();
    }

    @Test
    void whatCarriesFieldsIsAnEntryAndAllElseALineIfStandardErrorIsTheJournal() throws Exception {
        List<String> said = said("-");
        assertThat(lines(said)).containsExactly("<6>without fields");
        List<Map<String, String>> entries = entries(said);
        assertThat(entries).hasSize(3);
        assertThat(entries.get(0))
                .isEqualTo(Map.of(
                        "MESSAGE",
                        "Grüße vom Host",
                        "PRIORITY",
                        "5",
                        "SYSLOG_IDENTIFIER",
                        "allclear",
                        "ALLCLEAR_TYPE",
                        "vzdump"));
        assertThat(entries.get(1)).containsEntry("ALLCLEAR_REASON", SaysEvents.TWO_LINES);
        assertThat(entries.get(2).get("ALLCLEAR_E")).startsWith("eeee").endsWith("e…");
    }

    @Test
    void allIsLinesIfStandardErrorIsAnotherThanTheJournal() throws Exception {
        List<String> said = said(OTHER_STREAM);
        assertThat(entries(said)).isEmpty();
        assertThat(lines(said))
                .containsExactly("<6>without fields", "<5>Grüße vom Host", "<3>two lines", "<3>very long");
    }

    @Test
    void saysWhyItIsNotTaken() throws Exception {
        String bind = "import socket, sys; socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM).bind(sys.argv[1])";
        assumeTrue(runs("python3", "-c", bind, LibSystemd.SOCKET.toString()), "cannot leave a socket behind");
        try {
            Sender sender = LibSystemd.load("libsystemd.so.0");
            assertThatThrownBy(() -> sender.send(List.of("MESSAGE=lost".getBytes(StandardCharsets.UTF_8))))
                    .isInstanceOf(IOException.class)
                    .hasMessage("sd_journal_sendv: Connection refused");
        } finally {
            Files.delete(LibSystemd.SOCKET);
        }
    }

    @Test
    void saysThatNobodyListens() throws Exception {
        Sender sender = LibSystemd.load("libsystemd.so.0");
        assertThatThrownBy(() -> sender.send(List.of("MESSAGE=lost".getBytes(StandardCharsets.UTF_8))))
                .isInstanceOf(IOException.class)
                .hasMessage("/run/systemd/journal/socket does not exist");
    }
}
