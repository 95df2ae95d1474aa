package dev.allclear.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allclear.config.HeartbeatConf.Kind;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The keys that say whose push monitor a heartbeat pushes to. */
class MonitorReaderTest {
    private static final String HEAD = "heartbeat: nightly\n\tjob backup-1\n";

    @Test
    void isUptimeKumaUnlessWrittenOtherwise() {
        assertThat(heartbeat(HEAD, null).kind()).isEqualTo(Kind.KUMA);
    }

    @ParameterizedTest
    @CsvSource({
        "healthchecks, https://hc-ping.com/0c2d1f0a-0b0c-4d0e-8f10-111213141516, HEALTHCHECKS",
        "betterstack, https://uptime.betterstack.com/api/v1/heartbeat/tok, BETTERSTACK",
        "cronitor, https://cronitor.link/p/key/monitor, CRONITOR",
        "generic, http://10.0.0.5:8080/, GENERIC",
    })
    void takesAnyHttpUrlForOtherMonitors(String word, String url, Kind kind) {
        HeartbeatConf heartbeat = heartbeat(HEAD + "\tkind " + word + "\n\turl " + url + "\n", null);
        assertThat(heartbeat.kind()).isEqualTo(kind);
        assertThat(heartbeat.url().reveal()).isEqualTo(url);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://h/SECRETSECRET",
                "https:///SECRETSECRET",
                "http://h:0/SECRETSECRET",
                "http://h/ SECRETSECRET"
            })
    void refusesWhatIsNoHttpUrlWithoutShowingIt(String url) {
        assertThat(Confs.problems(HEAD + "\tkind generic\n\turl " + url + "\n", null))
                .singleElement()
                .asString()
                .startsWith("agent.conf:4: url ")
                .doesNotContain("SECRETSECRET");
    }

    @Test
    void takesTheTokenFromThePrivateFileBesideTheUrl() {
        HeartbeatConf heartbeat =
                heartbeat(HEAD + "\tkind gatus\n", "heartbeat: nightly\n\turl https://g.example.com/x\n\ttoken t0\n");
        assertThat(List.of(heartbeat.url().reveal(), heartbeat.token().reveal()))
                .containsExactly("https://g.example.com/x", "t0");
    }

    @Test
    void wantsATokenForGatus() {
        assertThat(Confs.problems(HEAD + "\tkind gatus\n\turl https://g.example.com/x\n", null))
                .containsExactly("agent.conf:3: 'heartbeat: nightly' has no 'token', and Gatus takes no push without"
                        + " one; add a line 'token' under the same header in agent-priv.conf, with the token of the"
                        + " external endpoint");
    }

    @Test
    void putsOnlyToAGenericUrl() {
        assertThat(Confs.problems(HEAD + "\tmethod put\n", null))
                .containsExactly("agent.conf:3: method 'put' of 'heartbeat: nightly' is possible only with 'kind"
                        + " generic'; write get or post");
    }

    @Test
    void warnsOfKeysThatTheMonitorDoesNotUse() {
        assertThat(Confs.warnings(HEAD + "\turl http://k/api/push/abc\n\texpect-body ok\n\ttoken SECRETSECRET\n", null))
                .containsExactly(
                        "agent.conf:5: 'token' of 'heartbeat: nightly' has no effect: only 'kind gatus' uses it; remove"
                                + " the line",
                        "agent.conf:4: 'expect-body' of 'heartbeat: nightly' has no effect: only 'kind generic' uses"
                                + " it; remove the line");
    }

    private static HeartbeatConf heartbeat(String text, @Nullable String priv) {
        return Confs.good(text, priv).heartbeats().get(0);
    }
}
