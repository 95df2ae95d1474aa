package dev.allclear.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allclear.config.AgentConf.Reading;
import dev.allclear.deliver.kuma.PushUrl;
import dev.allclear.task.Upid.Product;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads configurations as they are written in tests. */
final class Confs {
    /** A PVE cluster and a backup server, both by their API, without secrets. */
    static final String SOURCES = """
            pve: cluster
            \turl https://10.0.0.11
            \ttoken-id allclear@pve!agent

            pbs: vault
            \turl https://10.0.0.20
            \ttoken-id allclear@pbs!agent

            """;

    /** The secrets of {@link #SOURCES}. */
    static final String TOKENS = "pve: cluster\n\ttoken t1\n\npbs: vault\n\ttoken t2\n";

    private Confs() {}

    static Reading read(String text, @Nullable String priv, Product... here) {
        return new AgentConfReader(
                        new AgentConfReader.Text("agent.conf", text, false),
                        priv == null ? null : new AgentConfReader.Text("agent-priv.conf", priv, false),
                        PushUrl::fault)
                .read(Path.of("/state"), Set.of(here));
    }

    static AgentConf good(String text, @Nullable String priv, Product... here) {
        Reading reading = read(text, priv, here);
        assertThat(reading).isInstanceOf(Reading.Good.class);
        return ((Reading.Good) reading).conf();
    }

    /** The faults, as they are printed. */
    static List<String> problems(String text, @Nullable String priv, Product... here) {
        return read(text, priv, here) instanceof Reading.Faulty faulty
                ? faulty.problems().stream().map(Problem::toString).toList()
                : List.of();
    }

    /** The warnings of a text without faults, as they are printed. */
    static List<String> warnings(String text, @Nullable String priv, Product... here) {
        Reading reading = read(text, priv, here);
        assertThat(reading).isInstanceOf(Reading.Good.class);
        return reading.warnings().stream().map(Problem::toString).toList();
    }
}
