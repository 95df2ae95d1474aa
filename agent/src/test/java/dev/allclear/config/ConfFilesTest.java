package dev.allclear.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.allclear.config.AgentConf.Reading;
import dev.allclear.deliver.kuma.PushUrl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfFilesTest {
    private static final String PRIV = "heartbeat: nightly\n\turl http://k/api/push/%s\n";

    @TempDir
    Path directory;

    private Path conf = Path.of("");

    @BeforeEach
    void writeConf() throws IOException {
        conf = write("agent.conf", "heartbeat: nightly\n\tjob b\n", "rw-r-----");
    }

    @Test
    void findsThePrivateFileBesideThePublicOne() throws IOException {
        write("agent-priv.conf", PRIV.formatted("beside"), "rw-------");
        assertThat(pushUrl(Map.of())).isEqualTo("http://k/api/push/beside");
    }

    @Test
    void prefersWhatSystemdHandsOver() throws IOException {
        write("agent-priv.conf", PRIV.formatted("beside"), "rw-------");
        Files.createDirectory(directory.resolve("credentials"));
        write("credentials/agent-priv.conf", PRIV.formatted("handed-over"), "rw-------");
        Map<String, String> environment =
                Map.of("CREDENTIALS_DIRECTORY", directory.resolve("credentials").toString());
        assertThat(pushUrl(environment)).isEqualTo("http://k/api/push/handed-over");
    }

    @Test
    void readsTheNamedPrivateFileOnly() throws IOException {
        write("agent-priv.conf", PRIV.formatted("beside"), "rw-------");
        Path named = write("named.conf", PRIV.formatted("named"), "rw-------");
        Reading.Good good = (Reading.Good) AgentConf.read(conf, named, Map.of(), PushUrl::fault);
        assertThat(good.conf().heartbeats().get(0).url().reveal()).isEqualTo("http://k/api/push/named");
    }

    @Test
    void privateFileMayBeMissing() {
        assertThat(pushUrl(Map.of())).isEmpty();
    }

    @Test
    void ledgerLivesInTheFirstStateDirectory() {
        assertThat(good(Map.of("STATE_DIRECTORY", "/var/lib/a:/var/lib/b")).ledgerDirectory())
                .isEqualTo(Path.of("/var/lib/a"));
    }

    @Test
    void ledgerLivesInItsUsualPlaceWithoutSystemd() {
        assertThat(good(Map.of()).ledgerDirectory()).isEqualTo(Path.of("/var/lib/allclear"));
    }

    @Test
    void looksWhichTaskDirectoriesThisHostHas() {
        List<Path> asked = new ArrayList<>();
        Reading reading = new ConfFiles(Map.of(), PushUrl::fault, path -> {
                    asked.add(path);
                    return true;
                })
                .read(conf, null);
        assertThat(asked)
                .containsExactlyInAnyOrder(Path.of("/var/log/pve/tasks"), Path.of("/var/log/proxmox-backup/tasks"));
        assertThat(((Reading.Good) reading).conf().sources())
                .extracting(SourceConf::name)
                .containsExactly("local", "local-pbs");
    }

    @Test
    void warnsOfSecretsThatEveryoneCanRead() throws IOException {
        write("agent.conf", "heartbeat: nightly\n\tjob b\n\turl http://k/api/push/x\n", "rw-r--r--");
        write("agent-priv.conf", PRIV.formatted("y"), "rw-r--r--");
        List<Problem> warnings =
                AgentConf.read(conf, null, Map.of(), PushUrl::fault).warnings();
        assertThat(warnings.stream().map(Problem::suggestion))
                .hasSize(2)
                .anyMatch(text -> text.startsWith("type: chmod o-r " + conf))
                .anyMatch(text -> text.equals("type: chmod 600 " + directory.resolve("agent-priv.conf")));
    }

    @Test
    void showsTheThreeLinesOfAMissingFile() {
        Path missing = directory.resolve("none.conf");
        assertThat(onlyProblem(missing))
                .startsWith(missing + ": there is no such file; write one with these three lines")
                .contains("\nheartbeat: nightly\n\tjob ")
                .contains("\n\turl ");
    }

    @Test
    void namesTheLineThatIsNotUtf8() throws IOException {
        Files.write(conf, new byte[] {'#', '\n', '#', (byte) 0xE4, '\n'});
        assertThat(onlyProblem(conf)).isEqualTo(conf + ":2: is not UTF-8 from this line on; save it as plain UTF-8");
    }

    @Test
    void refusesBinaryFiles() throws IOException {
        Files.write(conf, new byte[] {'#', '\n', 0});
        assertThat(onlyProblem(conf)).startsWith(conf + ":2: contains a NUL byte");
    }

    @Test
    void refusesHugeFiles() throws IOException {
        Files.write(conf, new byte[(1 << 20) + 1]);
        assertThat(onlyProblem(conf)).startsWith(conf + ": is larger than 1 MiB");
    }

    @Test
    void refusesADirectory() {
        assertThat(onlyProblem(directory)).isEqualTo(directory + ": is a directory; name the file itself");
    }

    @Test
    void saysWhichRightIsMissingOnTheFile() throws IOException {
        assumeFalse(isRoot(), "root may read everything");
        write("agent.conf", "", "-w-------");
        assertThat(onlyProblem(conf)).contains("lacks the right to read it").contains(" && chmod g+r " + conf);
    }

    @Test
    void saysWhichRightIsMissingAboveTheFile() throws IOException {
        assumeFalse(isRoot(), "root may enter everything");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rw-------"));
        try {
            assertThat(onlyProblem(conf)).contains("lacks the right to enter " + directory);
        } finally {
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        }
    }

    private static boolean isRoot() {
        return Files.isReadable(Path.of("/etc/shadow"));
    }

    private static String onlyProblem(Path file) {
        Reading reading = AgentConf.read(file, null, Map.of(), PushUrl::fault);
        assertThat(reading).isInstanceOf(Reading.Faulty.class);
        assertThat(((Reading.Faulty) reading).problems()).hasSize(1);
        return ((Reading.Faulty) reading).problems().get(0).toString();
    }

    private AgentConf good(Map<String, String> environment) {
        return ((Reading.Good) AgentConf.read(conf, null, environment, PushUrl::fault)).conf();
    }

    private String pushUrl(Map<String, String> environment) {
        return good(environment).heartbeats().get(0).url().reveal();
    }

    private Path write(String name, String text, String rights) throws IOException {
        Path file = Files.writeString(directory.resolve(name), text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(rights));
    }

    @Test
    void theModesOfPvesOwnFilesAreNotToBeChanged() {
        assertThat(ConfFiles.withAdvice(new Problem(
                        "/etc/pve/priv/notifications.cfg", 0, Problem.Kind.UNREADABLE, "cannot be read", "chmod")))
                .asString()
                .contains("LoadCredential=pve-notifications:/etc/pve/priv/notifications.cfg")
                .doesNotContain("chmod");
    }
}
