package dev.allclear.config;

import static dev.allclear.config.Confs.problems;
import static dev.allclear.config.Confs.warnings;
import static dev.allclear.task.Upid.Product.PVE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.allclear.config.AgentConf.Reading;
import dev.allclear.deliver.kuma.PushUrl;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SourceProblemsTest {
    private static final String UUID = "5e1f0c3a-1b2c-4d5e-8f90-abcdef012345";
    private static final String WHOLE = "pve: cluster\n\turl https://h\n\ttoken-id a@pve!b\n\ttoken t\n";
    private static final String AGENT = "\nheartbeat: agent\n\tself yes\n\turl http://k/api/push/x\n";
    private static final String PIN = "AB:".repeat(31) + "00";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "url 10.0.0.11:8006 | does not begin with https:// | write https://HOST or https://HOST:PORT",
                "url pve1 | does not begin with https:// | write https://HOST",
                "url ftp://h | does not begin with https:// | write https://HOST",
                "url https://h/api2/json | has a path behind the host | write https://HOST",
                "url https://h:8006/#v1:0:18 | has a path behind the host | write https://HOST",
                "url https://h?x=1 | has a query behind the host | write https://HOST",
                "url https://h#x | has a fragment behind the host | write https://HOST",
                "url https://root:pw@h | holds a user or a password | write only https://HOST:PORT",
                "url https:// | names no host | write https://HOST",
                "url https://h_1 | names no host | write https://HOST",
                "url https://h:port | names no host | write https://HOST",
                "url https://two words | names no host | write https://HOST",
                "url https://[::1 | names no host | write https://HOST",
                "url https://h:0 | has a port that cannot exist | write one from 1 to 65535",
                "url https://h:65536 | has a port that cannot exist | write one from 1 to 65535",
                "url http://10.0.0.11 | would send the token in clear text | write https://",
                "url http://127.0.0.1.example.com | would send the token in clear text | write https://",
                "token-id allclear@pve | names no token of a user | write user@realm!name",
                "token-id allclear!agent | is not the name of a token | write user@realm!name",
                "token-id a@pve!b=c | holds more than the name | write user@realm!name",
                "token-id a@pve!b:c | holds more than the name | write user@realm!name",
                "token a b | is not the secret of a token | write only the secret",
                "token a@pve!b=c | is not the secret of a token | write only the secret",
                "fingerprint AB:CD | is not the SHA-256 fingerprint | write 32 pairs",
                "ca-file ca.pem | is not an absolute path | begin it with '/'",
                "node pve1.example.com | is no node's name | write names as in the cluster's list",
                "node , | names no node | write names as in the cluster's list",
                "poll 4s | is too short | write 5s to 10min",
                "poll 11min | is too long | write 5s to 10min",
                "local maybe | is neither on nor off | write 1, on, yes, true",
            })
    void saysWhatIsWrongWithAValue(String line, String why, String instead) {
        assertThat(problems("pve: cluster\n\t" + line + "\n", null).get(0))
                .startsWith("agent.conf:2: " + line.substring(0, line.indexOf(' ')) + " ")
                .contains(why)
                .contains("; " + instead);
    }

    @ParameterizedTest
    @ValueSource(strings = {"AB", "ab:cd", "0", "ab:ab:ab:ab:ab:ab:ab:ab:ab:ab:ab:ab:ab:ab:ab:ab:ab:ab:ab:ab"})
    void refusesFingerprintsOfOtherLengths(String pin) {
        assertThat(problems(WHOLE + "\tfingerprint " + pin + "\n" + AGENT, null))
                .hasSize(1);
    }

    @Test
    void namesTheUsualPortOfEachProduct() {
        assertThat(problems("pbs: vault\n\turl vault\n", null).get(0)).endsWith("without a port it is 8007");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "token-id " + UUID,
                "token-id a@pve!b=" + UUID,
                "token =" + UUID,
                "token a@pve!b=" + UUID,
                "fingerprint " + UUID,
                "url " + UUID,
                "url https://a@pve!b:" + UUID + "@h",
                "poll " + UUID,
                "node ." + UUID,
                "ca-file " + UUID,
                "local " + UUID,
                "tokn " + UUID,
                UUID,
                UUID + " x",
                "=" + UUID,
            })
    void neverShowsAToken(String line) {
        assertThat(problems("pve: cluster\n\t" + line + "\n" + AGENT, "pve: cluster\n\t" + line + "\n"))
                .isNotEmpty()
                .noneMatch(problem -> problem.contains(UUID) || problem.contains(UUID.substring(0, 8)));
    }

    @ParameterizedTest
    @ValueSource(strings = {UUID + ": x\n", "pve: " + UUID + "\n", UUID + "\n", "  " + UUID + "\n", "pve: aa\n" + UUID})
    void neverShowsAMisplacedToken(String text) {
        assertThat(problems(text, text)).isNotEmpty().noneMatch(problem -> problem.contains(UUID.substring(0, 8)));
    }

    @Test
    void wantsATokenForAUrl() {
        assertThat(problems("pve: cluster\n\turl https://h\n\ttoken-id a@pve!b\n" + AGENT, null))
                .containsExactly(
                        "agent.conf:2: 'pve: cluster' has 'url' and no 'token': the API answers nobody without;"
                                + " add an indented line 'token SECRET' under the same header in agent-priv.conf (to make one,"
                                + " type: pveum user token add allclear@pve agent --privsep 0)");
        assertThat(problems("pbs: vault\n\turl https://h\n" + AGENT, "pbs: vault\n\ttoken t\n"))
                .containsExactly(
                        "agent.conf:2: 'pbs: vault' has 'url' and no 'token-id': the API answers nobody without;"
                                + " add an indented line 'token-id allclear@pbs!agent' (to make one, type:"
                                + " proxmox-backup-manager user generate-token allclear@pbs agent)");
    }

    @Test
    void complainsOnceOfATokenThatIsWrong() {
        assertThat(problems(
                        "pve: cluster\n\turl https://h\n\ttoken-id a@pve!b\n" + AGENT, "pve: cluster\n\ttoken a b\n"))
                .singleElement()
                .asString()
                .startsWith("agent-priv.conf:2: token is not the secret of a token");
    }

    @Test
    void wantsAUrlForATokenOrAPin() {
        assertThat(problems(
                        "pve: cluster\n\tpoll 10s\n\tnode pve1\n\tfingerprint " + PIN + "\n\ttoken-id a@pve!b\n"
                                + AGENT,
                        "pve: cluster\n\ttoken t\n"))
                .containsExactly(
                        "agent.conf:5: 'pve: cluster' has 'token-id', 'token', 'fingerprint', 'node', 'poll' and"
                                + " no 'url': without one it is this host's own task directory; add an indented line 'url"
                                + " https://HOST:8006', or remove what only an API needs");
        assertThat(problems("pbs: vault\n\tca-file /ca\n" + AGENT, null))
                .singleElement()
                .asString()
                .startsWith("agent.conf:2: 'pbs: vault' has 'ca-file' and no 'url'")
                .contains("https://HOST:8007");
    }

    @Test
    void trustsEitherAFingerprintOrACa() {
        assertThat(problems(WHOLE + "\tfingerprint " + PIN + "\n\tca-file /ca.pem\n" + AGENT, null))
                .containsExactly("agent.conf:6: 'pve: cluster' has both 'fingerprint' and 'ca-file', and only one can"
                        + " decide which certificate is trusted; keep 'ca-file' if the certificate is renewed from time"
                        + " to time, else 'fingerprint'");
    }

    @Test
    void twoProductsCannotShareAName() {
        assertThat(problems("pve: local\n\npbs: local\n" + AGENT, null))
                .containsExactly(
                        "agent.conf:3: 'pbs: local' has the name of 'pve: local' in line 1, and a heartbeat names"
                                + " its source by the name alone; give one of them another name");
    }

    @Test
    void onlyOneStanzaIsThisHost() {
        String second = WHOLE.replace("cluster", "other") + "\tlocal yes\n";
        assertThat(problems(WHOLE + "\tlocal yes\n\n" + second + AGENT, null))
                .containsExactly(
                        "agent.conf:11: 'pve: other' says 'local yes', and 'pve: cluster' in line 1 is this host"
                                + " already; remove one of the two");
        assertThat(problems(second + "\npve: here\n" + AGENT, null))
                .singleElement()
                .asString()
                .startsWith("agent.conf:5: 'pve: other' says 'local yes', and 'pve: here' in line 7 is this host");
        assertThat(problems("pbs: b1\n\npbs: b2\n" + AGENT, null))
                .singleElement()
                .asString()
                .startsWith("agent.conf:3: a second stanza 'pbs' without 'url', after 'pbs: b1' in line 1");
    }

    @Test
    void aStanzaSeesSomething() {
        assertThat(problems("pve: here\n\tlocal no\n" + AGENT, null))
                .containsExactly(
                        "agent.conf:2: 'pve: here' has no 'url' and is not this host either, so nothing is seen"
                                + " through it; add a 'url', or remove the line 'local'");
    }

    @Test
    void warnsOfPathsOfAnotherHost() {
        assertThat(warnings(WHOLE + "\tgrace 1\n\ttasks /t\n" + AGENT, null))
                .containsExactly(
                        "agent.conf:6: 'tasks', 'grace' of 'pve: cluster' have no effect: they say where this host"
                                + " keeps its tasks, and the stanza is another host; remove them, or add 'local yes' if it is"
                                + " this host");
        assertThat(warnings(WHOLE + "\ttasks /t\n" + AGENT, null, PVE)).isEmpty();
    }

    @Test
    void warnsOfNodesOfABackupServer() {
        String pbs = WHOLE.replace("pve:", "pbs:") + "\tnode n1\n";
        assertThat(warnings(pbs + AGENT, null))
                .containsExactly(
                        "agent.conf:5: a backup server is one node: 'node' has no effect here; remove the line");
    }

    @Test
    void keepsThePathsOfTheProductsApart() {
        assertThat(problems("pve: here\n\tconfig-dir /c\n\npbs: store\n\tjobs-cfg /j\n", null))
                .hasSize(2)
                .allMatch(problem -> problem.contains("unknown key"));
    }

    @Test
    void warnsOfATokenThatEveryoneCanRead() {
        Reading reading = new AgentConfReader(
                        new AgentConfReader.Text(
                                "agent.conf", WHOLE + AGENT.replace("\turl http://k/api/push/x\n", ""), true),
                        null,
                        PushUrl::fault)
                .read(Path.of("/state"), Set.of());
        assertThat(reading.warnings().get(0))
                .hasToString("agent.conf:4: every user of this host can read this token and use it; type: chmod o-r"
                        + " agent.conf (or move the line under the same header in agent-priv.conf)");
    }

    @Test
    void warnsOfATokenThatNobodyUses() {
        assertThat(warnings(WHOLE + AGENT, "pbs: cluster\n\ttoken t\n"))
                .containsExactly("agent-priv.conf:1: there is no 'pbs: cluster' in agent.conf: nothing uses this token;"
                        + " write the same name in both files");
    }

    @Test
    void onlyTheTokenBelongsToThePrivateFile() {
        assertThat(problems(WHOLE + AGENT, "pve: cluster\n\turl https://h\n"))
                .first()
                .asString()
                .startsWith("agent-priv.conf:2: unknown key 'url' in pve 'cluster'; possible are token");
    }
}
