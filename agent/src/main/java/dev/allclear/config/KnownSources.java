package dev.allclear.config;

import dev.allclear.config.Problem.Kind;
import dev.allclear.task.Upid.Product;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The sources that a heartbeat may name.
 *
 * @param sources those that could be read
 * @param faulty names of stanzas that may be meant for sources and have faults: those are enough to complain about
 */
record KnownSources(List<SourceConf> sources, Set<String> faulty) {

    /** @param parsed the public file */
    static KnownSources of(List<SourceConf> sources, SectionConfig.Parsed parsed) {
        Set<String> others = new HashSet<>(parsed.schema().types().keySet());
        others.removeAll(List.of(AgentSchema.PVE, AgentSchema.PBS));
        return new KnownSources(
                sources,
                parsed.faulty().stream()
                        .filter(title -> !others.contains(title.substring(0, title.indexOf(": "))))
                        .map(title -> title.substring(title.indexOf(": ") + 2))
                        .collect(Collectors.toUnmodifiableSet()));
    }

    /**
     * Complains when what a line asks for cannot be seen through the source it names, or through any if it names none.
     *
     * @param section the heartbeat
     * @param line the line that says what is watched
     * @param name the source; null for any
     * @param product whose task it is
     */
    void check(Section section, int line, @Nullable String name, Product product, Findings findings) {
        if (name == null ? !faulty.isEmpty() : faulty.contains(name)) {
            return;
        }
        Optional<SourceConf> named =
                sources.stream().filter(source -> source.name().equals(name)).findFirst();
        List<SourceConf> fitting =
                sources.stream().filter(source -> source.product() == product).toList();
        if (name != null && named.isEmpty()) {
            List<String> names = sources.stream().map(SourceConf::name).toList();
            findings.fault(
                    line,
                    Kind.INVALID_VALUE,
                    "'" + section + "' names the source" + Spelling.echo(name) + ", and there is none of that name",
                    Spelling.nearest(name, names)
                            .map(near -> "did you mean '" + near + "'?")
                            .orElse("there is " + String.join(", ", names) + "; for another one write a stanza '"
                                    + word(product) + ": NAME' with its url"));
        } else if (name != null && named.orElseThrow().product() != product) {
            findings.fault(
                    line,
                    Kind.INVALID_VALUE,
                    "'" + section + "' watches " + task(product) + ", and the source '" + name + "' is "
                            + (product == Product.PVE ? "a backup server (pbs)" : "no backup server (pve)"),
                    fitting.isEmpty()
                            ? "write a stanza '" + word(product) + ": NAME' and name it"
                            : "name "
                                    + String.join(
                                            " or ",
                                            fitting.stream()
                                                    .map(SourceConf::name)
                                                    .toList()));
        } else if (name == null && fitting.isEmpty()) {
            findings.fault(
                    line,
                    Kind.INVALID_VALUE,
                    "'" + section + "' watches " + task(product) + ", and no source shows such tasks",
                    "write a stanza '" + word(product)
                            + ": NAME', with url and token-id, or without any key if it is this host itself");
        } else {
            warnIfDisabled(section, line, name, fitting, findings);
        }
    }

    private static void warnIfDisabled(
            Section section, int line, @Nullable String name, List<SourceConf> fitting, Findings findings) {
        boolean blind = fitting.stream()
                .filter(source -> name == null || source.name().equals(name))
                .allMatch(SourceConf::disabled);
        if (blind && !SourceReader.disabled(section)) {
            findings.warn(
                    line,
                    "'" + section + "' will never be pushed: "
                            + (name == null
                                    ? "every source of such tasks is disabled"
                                    : "its source '" + name + "' is disabled"),
                    "remove 'disable' there, or disable the heartbeat as well");
        }
    }

    private static String task(Product product) {
        return product == Product.PVE ? "a backup job of PVE (vzdump)" : "a job of a backup server";
    }

    private static String word(Product product) {
        return product == Product.PVE ? AgentSchema.PVE : AgentSchema.PBS;
    }
}
