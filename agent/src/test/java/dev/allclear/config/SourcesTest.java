package dev.allclear.config;

import static dev.allclear.config.Confs.good;
import static dev.allclear.task.Upid.Product.PBS;
import static dev.allclear.task.Upid.Product.PVE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.allclear.task.Upid.Product;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which sources there are, and which of them is this host. */
class SourcesTest {
    private static final String HEARTBEAT = "\n\nheartbeat: agent\n\tself yes\n";
    private static final String FIRST = "pve: first\n\turl https://h1\n\ttoken-id a@pve!b\n\ttoken t\n";
    private static final String SECOND = "pve: second\n\turl https://h2\n\ttoken-id a@pve!b\n\ttoken t\n";
    private static final String VAULT = "pbs: vault\n\turl https://h3\n\ttoken-id a@pbs!b\n\ttoken t\n";

    @Test
    void withoutStanzasThisHostIsAPveHost() {
        assertThat(sources("")).containsExactly(SourceConf.ofThisHost("local", PVE, LocalHost.DEFAULT));
    }

    @Test
    void withoutStanzasThisHostIsWhatItsDirectoriesSay() {
        assertThat(sources("", PVE)).containsExactly(SourceConf.ofThisHost("local", PVE, LocalHost.DEFAULT));
        assertThat(sources("", PBS)).containsExactly(SourceConf.ofThisHost("local", PBS, LocalStanza.usual(PBS)));
        assertThat(sources("", PVE, PBS))
                .containsExactly(
                        SourceConf.ofThisHost("local", PVE, LocalHost.DEFAULT),
                        SourceConf.ofThisHost("local-pbs", PBS, LocalStanza.usual(PBS)));
    }

    @Test
    void aStanzaWithoutKeysIsThisHost() {
        assertThat(sources("pve: here\n\npbs: store\n"))
                .containsExactly(
                        SourceConf.ofThisHost("here", PVE, LocalHost.DEFAULT),
                        SourceConf.ofThisHost("store", PBS, LocalStanza.usual(PBS)));
    }

    @Test
    void onlyTheStanzasCountOnceThereIsOne() {
        assertThat(sources(VAULT, PVE)).extracting(SourceConf::name).containsExactly("vault");
    }

    @Test
    void severalSourcesKeepTheirOrder() {
        assertThat(sources(VAULT + "\n" + SECOND + "\n" + FIRST))
                .extracting(SourceConf::name)
                .containsExactly("vault", "second", "first");
    }

    @Test
    void theFirstStanzaIsThisHostToo() {
        assertThat(owners(FIRST + "\n" + SECOND + "\n" + VAULT, PVE, PBS)).containsExactly("first", "vault");
    }

    @Test
    void noStanzaIsAHostWithoutTaskDirectory() {
        assertThat(owners(FIRST + "\n" + VAULT)).isEmpty();
        assertThat(owners(FIRST + "\n" + VAULT, PBS)).containsExactly("vault");
    }

    @Test
    void localYesMakesAStanzaThisHostWithoutLooking() {
        assertThat(owners(FIRST + "\tlocal yes\n\tproc /p\n")).containsExactly("first");
    }

    @Test
    void localYesGoesBeforeTheOrder() {
        assertThat(owners(FIRST + "\n" + SECOND + "\tlocal yes\n", PVE)).containsExactly("second");
    }

    @Test
    void localNoIsNeverThisHost() {
        assertThat(owners(FIRST + "\tlocal no\n\n" + SECOND, PVE)).isEmpty();
    }

    @Test
    void aStanzaWithoutUrlGoesBeforeTheOrder() {
        assertThat(owners(FIRST + "\npve: here\n\n" + VAULT, PVE)).containsExactly("here");
    }

    @Test
    void aDisabledStanzaDoesNotTakeThisHost() {
        assertThat(owners(FIRST + "\tdisable 1\n\n" + SECOND, PVE)).containsExactly("second");
    }

    @ParameterizedTest
    @CsvSource({
        "https://pve1, https://pve1:8006",
        "https://pve1:443, https://pve1:443",
        "HTTPS://PVE1.Example.COM:8006, https://pve1.example.com:8006",
        "https://10.0.0.11/, https://10.0.0.11:8006",
        "https://[2001:db8::1], https://[2001:db8::1]:8006",
        "http://127.0.0.1:18006, http://127.0.0.1:18006",
        "http://127.1.2.3, http://127.1.2.3:8006",
        "http://localhost:1, http://localhost:1",
        "http://[::1]:65535, http://[::1]:65535",
    })
    void takesAddresses(String written, String url) {
        assertThat(sources(FIRST.replace("https://h1", written)).get(0).urls()).containsExactly(URI.create(url));
    }

    @Test
    void keepsTheOrderOfUrlsAndForgetsRepetitions() {
        assertThat(sources(FIRST + "\turl https://h0:8006\n\turl https://H1:8006\n")
                        .get(0)
                        .urls())
                .containsExactly(URI.create("https://h1:8006"), URI.create("https://h0:8006"));
    }

    @Test
    void keepsSeveralFingerprintsInOneForm() {
        String upper = "AB:".repeat(31) + "00";
        String lower = "cd:".repeat(31) + "11";
        assertThat(sources(FIRST + "\tfingerprint " + upper + "\n\tfingerprint " + lower + "\n\tfingerprint "
                                + upper.toLowerCase(java.util.Locale.ROOT) + "\n")
                        .get(0)
                        .fingerprints())
                .containsExactly(upper, "CD:".repeat(31) + "11");
    }

    @Test
    void theTokenOfThePrivateFileWins() {
        AgentConf conf = good(FIRST + HEARTBEAT, "pve: first\n\ttoken better\n\npbs: first\n\ttoken other\n");
        assertThat(conf.sources().get(0).token().reveal()).isEqualTo("better");
    }

    @Test
    void namesTheSourceAndNeverShowsItsToken() {
        SourceConf source =
                sources(FIRST.replace("token t", "token SECRETSECRET")).get(0);
        assertThat(source.toString()).contains("first").doesNotContain("SECRETSECRET");
    }

    @Test
    void callersFindTheLocalHostOfTheFirstPveSource() {
        AgentConf conf = good(FIRST + "\npbs: store\n\npve: here\n\ttasks /t\n" + HEARTBEAT, null);
        assertThat(conf.local()).isEqualTo(LocalHost.DEFAULT.withTasks(java.nio.file.Path.of("/t")));
        assertThat(good(FIRST + HEARTBEAT, null).local()).isEqualTo(LocalHost.DEFAULT);
    }

    private static List<SourceConf> sources(String text, Product... here) {
        return good(text + HEARTBEAT, null, here).sources();
    }

    private static List<String> owners(String text, Product... here) {
        return sources(text, here).stream()
                .filter(source -> source.local() != null)
                .map(SourceConf::name)
                .toList();
    }
}
