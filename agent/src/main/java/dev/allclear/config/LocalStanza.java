package dev.allclear.config;

import dev.allclear.config.Problem.Kind;
import dev.allclear.task.Upid.Product;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Says which stanza is this host, if any, and where it keeps its tasks. */
final class LocalStanza {
    private static final String LOCAL = "local";

    private final Findings findings;
    private final Set<Product> here;

    /** @param here the products that keep a task directory on this host */
    LocalStanza(Findings findings, Set<Product> here) {
        this.findings = findings;
        this.here = here;
    }

    /**
     * The stanza that owns this host's task directory: one without {@code url}, else one that says {@code local yes},
     * else the first if the directory exists and the stanza does not say {@code local no}.
     *
     * @param stanzas all of the product, in file order
     */
    Optional<Section> find(Product product, List<Section> stanzas) {
        List<Section> claims = stanzas.stream()
                .filter(section -> isThisHost(section) || says(section, true))
                .toList();
        Optional<Section> without =
                claims.stream().filter(LocalStanza::isThisHost).findFirst();
        Optional<Section> owner = without.or(() -> claims.stream().findFirst())
                .or(() -> stanzas.stream()
                        .filter(section -> !SourceReader.disabled(section))
                        .findFirst()
                        .filter(first -> !says(first, false) && here.contains(product)));
        for (Section section : stanzas) {
            if (isThisHost(section) && says(section, false)) {
                findings.fault(
                        section.line(LOCAL),
                        Kind.INVALID_VALUE,
                        "'" + section + "' has no 'url' and is not this host either, so nothing is seen through it",
                        "add a 'url', or remove the line 'local'");
            }
            if (owner.isPresent() && !owner.get().equals(section)) {
                lookAtOther(section, owner.get(), claims.contains(section));
            } else if (owner.isEmpty()) {
                warnOfLocalKeys(section);
            }
        }
        return owner;
    }

    private void lookAtOther(Section section, Section owner, boolean claims) {
        if (!claims) {
            warnOfLocalKeys(section);
        } else if (isThisHost(section)) {
            findings.fault(
                    section.line(),
                    Kind.DUPLICATE_SECTION,
                    "a second stanza '" + section.type() + "' without 'url', after '" + owner + "' in line "
                            + owner.line() + "; only one is possible, as it is this host",
                    "put the keys of both under one header, or add the 'url' of another host");
        } else {
            findings.fault(
                    section.line(LOCAL),
                    Kind.DUPLICATE_SECTION,
                    "'" + section + "' says 'local yes', and '" + owner + "' in line " + owner.line()
                            + " is this host already",
                    "remove one of the two");
        }
    }

    private void warnOfLocalKeys(Section section) {
        List<String> keys = AgentSchema.LOCAL_KEYS.stream()
                .filter(key -> section.value(key).isPresent())
                .toList();
        if (!keys.isEmpty()) {
            findings.warn(
                    section.line(keys.get(0)),
                    SourceReader.quoted(keys) + " of '" + section
                            + "' have no effect: they say where this host keeps its tasks, and the stanza is another"
                            + " host",
                    "remove them, or add 'local yes' if it is this host");
        }
    }

    private static boolean isThisHost(Section section) {
        return section.value("url").isEmpty();
    }

    private static boolean says(Section section, boolean local) {
        return section.value(LOCAL)
                .filter(word -> Boolean.parseBoolean(word) == local)
                .isPresent();
    }

    /** The paths of a stanza that is this host. */
    static LocalHost host(Section section, Product product) {
        LocalHost usual = usual(product);
        Function<String, Optional<Path>> path = key -> section.value(key).map(Path::of);
        return new LocalHost(
                product,
                path.apply("tasks").orElse(usual.tasks()),
                path.apply(product == Product.PVE ? "jobs-cfg" : "config-dir").orElse(usual.jobsCfg()),
                path.apply("job-state").orElse(usual.jobStates()),
                path.apply("proc").orElse(usual.proc()),
                SourceReader.duration(section, "full-look", usual.fullLook()),
                SourceReader.duration(section, "grace", usual.grace()));
    }

    /** The paths of a host that changed nothing. */
    static LocalHost usual(Product product) {
        return product == Product.PVE ? LocalHost.DEFAULT : LocalHost.PBS_DEFAULT;
    }
}
