package dev.allclear.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allclear.config.AgentConf.Reading;
import dev.allclear.deliver.kuma.PushUrl;
import dev.allclear.task.Upid.Product;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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
        return read(text, priv, Map.of(), here);
    }

    /** @param files the texts of further files, by their path */
    static Reading read(String text, @Nullable String priv, Map<String, String> files, Product... here) {
        return new AgentConfReader(
                        new AgentConfReader.Text("agent.conf", text, false),
                        priv == null ? null : new AgentConfReader.Text("agent-priv.conf", priv, false),
                        PushUrl::fault,
                        file -> found(file.toString(), files))
                .read(Path.of("/state"), Set.of(here));
    }

    /** A file without text is there and cannot be read. */
    private static TextSource.Found found(String file, Map<String, String> files) {
        String text = files.get(file);
        if (text == null) {
            return new TextSource.Missing();
        }
        return text.isEmpty()
                ? new TextSource.Unusable(new Problem(file, 0, Problem.Kind.UNREADABLE, "cannot be read", "chmod"))
                : new TextSource.Present(new AgentConfReader.Text(file, text, false));
    }

    static AgentConf good(String text, @Nullable String priv, Product... here) {
        Reading reading = read(text, priv, here);
        assertThat(reading).isInstanceOf(Reading.Good.class);
        return ((Reading.Good) reading).conf();
    }

    /** The faults for which single targets and matchers are left out, as they are printed. */
    static List<String> leftOut(Reading reading) {
        assertThat(reading).isInstanceOf(Reading.Good.class);
        return ((Reading.Good) reading)
                .leftOut().stream().map(Problem::toString).toList();
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
