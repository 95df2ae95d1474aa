package dev.allclear.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allclear.config.AgentConf.Reading;
import dev.allclear.deliver.kuma.PushUrl;
import dev.allclear.task.Upid.Product;
import dev.allclear.verdict.Heartbeat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The commented reference that is shipped. */
class ShippedConfTest {
    /** Accepted because Proxmox accepts them. */
    private static final List<String> WITHOUT_EFFECT = List.of("origin", "filter", "name");

    private static final Path FILE = Path.of("..", "conf", "agent.conf");
    private static final Pattern COMMENTED_OUT =
            Pattern.compile("(?m)^#(?=\\t|(heartbeat|pve|pbs|ledger|page|sendmail|smtp|gotify|webhook"
                    + "|ntfy|alertmanager|matcher): )");

    @Test
    void hasNeitherProblemsNorWarnings() throws IOException {
        Reading reading = read(Files.readString(FILE));
        assertThat(reading).isInstanceOf(Reading.Good.class);
        assertThat(reading.warnings()).isEmpty();
    }

    @Test
    void beginsWithTheSmallestUsefulExample() throws IOException {
        assertThat(good(Files.readString(FILE)).heartbeats())
                .singleElement()
                .satisfies(heartbeat -> assertThat(heartbeat.rule().name()).isEqualTo("nightly"));
    }

    @Test
    void showsEveryDefault() throws IOException {
        AgentConf conf = good(withoutCommentSigns());
        HeartbeatConf example = conf.heartbeats().get(1);
        assertThat(conf.source("local").orElseThrow().local()).isEqualTo(LocalHost.DEFAULT);
        assertThat(conf.source("local-pbs").orElseThrow().local()).isEqualTo(LocalStanza.usual(Product.PBS));
        assertThat(conf.sources()).extracting(SourceConf::poll).containsOnly(SourceConf.DEFAULT_POLL);
        assertThat(conf.ledgerDirectory()).isEqualTo(Path.of("/var/lib/allclear"));
        assertThat(conf.spool()).isEqualTo(AgentConf.DEFAULT_SPOOL);
        assertThat(conf.source("vault").orElseThrow().notification())
                .extracting(NotifyConf::gc, NotifyConf::verify, NotifyConf::sync, NotifyConf::prune, NotifyConf::user)
                .containsExactly(
                        NotifyConf.DEFAULT.gc(),
                        NotifyConf.DEFAULT.verify(),
                        NotifyConf.DEFAULT.sync(),
                        NotifyConf.DEFAULT.prune(),
                        NotifyConf.DEFAULT.user());
        assertThat(example.timeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(example.method()).isEqualTo(HeartbeatConf.Method.GET);
        assertThat(example.disabled()).isFalse();
        assertThat(example.rule().manualCounts()).isTrue();
        assertThat(example.rule().grace()).isEqualTo(Heartbeat.DEFAULT_GRACE);
        assertThat(example.down()).isFalse();
        assertThat(example.rule().warningsOk()).isTrue();
        assertThat(example.rule().emptyOk()).isFalse();
        assertThat(conf.heartbeats()).extracting(HeartbeatConf::remind).containsOnly(HeartbeatConf.DEFAULT_REMIND);
        assertThat(conf.heartbeats())
                .extracting(heartbeat -> heartbeat.rule().watch())
                .contains(new Heartbeat.SelfWatch(Duration.ofSeconds(60)));
    }

    @Test
    void hasNothingToWarnOfWhenEveryExampleIsUsed() throws IOException {
        Reading reading = read(withoutCommentSigns());
        assertThat(reading.warnings()).isEmpty();
        assertThat(((Reading.Good) reading).leftOut()).isEmpty();
    }

    @Test
    void showsEveryKey() throws IOException {
        String text = withoutCommentSigns();
        for (StanzaType type : AgentSchema.PUBLIC.types().values()) {
            type.keys().values().stream()
                    .filter(key -> !WITHOUT_EFFECT.contains(key.name()))
                    .forEach(key -> assertThat(text).contains("\n\t" + key.name() + " "));
        }
    }

    private static String withoutCommentSigns() throws IOException {
        return COMMENTED_OUT.matcher(Files.readString(FILE)).replaceAll("");
    }

    /** The token that the example does not show, as its place is the other file. */
    private static AgentConfReader.@Nullable Text privateFile(String text) {
        return text.contains("\npve: cluster\n")
                ? new AgentConfReader.Text("agent-priv.conf", "pve: cluster\n\ttoken x\n", false)
                : null;
    }

    private static AgentConf good(String text) {
        Reading reading = read(text);
        assertThat(reading).isInstanceOf(Reading.Good.class);
        return ((Reading.Good) reading).conf();
    }

    private static Reading read(String text) {
        return new AgentConfReader(
                        new AgentConfReader.Text("agent.conf", text, false), privateFile(text), PushUrl::fault)
                .read(Path.of("/elsewhere"), Set.of());
    }
}
