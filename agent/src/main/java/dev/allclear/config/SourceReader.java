package dev.allclear.config;

import dev.allclear.config.Problem.Kind;
import dev.allclear.task.Upid.Product;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Makes sources of the stanzas {@code pve:} and {@code pbs:}. For one use by one thread. */
final class SourceReader {
    private static final String IMPLICIT = "local";
    private static final String IMPLICIT_PBS = "local-pbs";

    private final PrivateFile secrets;
    private final Findings findings;
    private final Set<Product> here;

    /** @param here the products that keep a task directory on this host */
    SourceReader(PrivateFile secrets, Findings findings, Set<Product> here) {
        this.secrets = secrets;
        this.findings = findings;
        this.here = here;
    }

    /** The sources in file order; this host without a stanza. */
    List<SourceConf> read(List<Section> all) {
        List<Section> stanzas =
                all.stream().filter(section -> product(section).isPresent()).toList();
        if (stanzas.isEmpty()) {
            return implicit();
        }
        refuseEqualNames(stanzas);
        LocalStanza hosts = new LocalStanza(findings, here);
        Map<Product, Section> owners = new HashMap<>();
        for (Product product : Product.values()) {
            List<Section> same = stanzas.stream()
                    .filter(section -> product(section).orElseThrow() == product)
                    .toList();
            hosts.find(product, same).ifPresent(owner -> owners.put(product, owner));
        }
        List<SourceConf> sources = new ArrayList<>();
        for (Section section : stanzas) {
            Product product = product(section).orElseThrow();
            sources.add(source(section, product, section.equals(owners.get(product))));
        }
        return sources;
    }

    static Optional<Product> product(Section section) {
        return switch (section.type()) {
            case AgentSchema.PVE -> Optional.of(Product.PVE);
            case AgentSchema.PBS -> Optional.of(Product.PBS);
            default -> Optional.empty();
        };
    }

    private List<SourceConf> implicit() {
        boolean pbs = here.contains(Product.PBS);
        List<SourceConf> sources = new ArrayList<>();
        if (!pbs || here.contains(Product.PVE)) {
            sources.add(SourceConf.ofThisHost(IMPLICIT, Product.PVE, LocalStanza.usual(Product.PVE)));
        }
        if (pbs) {
            String name = sources.isEmpty() ? IMPLICIT : IMPLICIT_PBS;
            sources.add(SourceConf.ofThisHost(name, Product.PBS, LocalStanza.usual(Product.PBS)));
        }
        return sources;
    }

    /** The grammar has names for each type; sources are named without their type. */
    private void refuseEqualNames(List<Section> stanzas) {
        Map<String, Section> byName = new HashMap<>();
        for (Section section : stanzas) {
            Section first = byName.putIfAbsent(section.id(), section);
            if (first != null) {
                findings.fault(
                        section.line(),
                        Kind.DUPLICATE_SECTION,
                        "'" + section + "' has the name of '" + first + "' in line " + first.line()
                                + ", and a heartbeat names its source by the name alone",
                        "give one of them another name");
            }
        }
    }

    private SourceConf source(Section section, Product product, boolean thisHost) {
        List<URI> urls =
                section.values("url").stream().distinct().map(URI::create).toList();
        Secret token = Secret.NONE;
        if (urls.isEmpty()) {
            refuseApiKeys(section, product);
        } else {
            boolean hidden = secrets.knows(section);
            token = secrets.secret(
                    section,
                    "token",
                    "every user of this host can read this token and use it",
                    (text, file, line) -> {});
            requireToken(section, product, hidden || !token.isEmpty());
            refuseTwoPins(section);
        }
        warnOfNodes(section, product);
        return new SourceConf(
                section.id(),
                product,
                urls,
                section.value("token-id").orElse(null),
                token,
                section.values("fingerprint").stream().distinct().toList(),
                section.value("ca-file").map(Path::of).orElse(null),
                product == Product.PVE ? NodeList.parse(section.values("node")) : new TreeSet<>(),
                duration(section, "poll", SourceConf.DEFAULT_POLL),
                thisHost ? LocalStanza.host(section, product) : null,
                disabled(section),
                NotifyReader.read(section, product, findings));
    }

    private void refuseApiKeys(Section section, Product product) {
        List<String> keys = AgentSchema.API_KEYS.stream()
                .filter(key -> section.entries().containsKey(key) || (key.equals("token") && secrets.knows(section)))
                .toList();
        if (!keys.isEmpty()) {
            findings.fault(
                    section.line(keys.get(0)),
                    Kind.MISSING_REQUIRED,
                    "'" + section + "' has " + quoted(keys) + " and no 'url': without one it is this host's own task"
                            + " directory",
                    "add an indented line 'url https://HOST:" + (product == Product.PVE ? 8006 : 8007)
                            + "', or remove what only an API needs");
        }
    }

    private void requireToken(Section section, Product product, boolean token) {
        boolean id = section.value("token-id").isPresent();
        if (id && token) {
            return;
        }
        String realm = section.type();
        String make = product == Product.PVE
                ? "pveum user token add allclear@pve agent --privsep 0"
                : "proxmox-backup-manager user generate-token allclear@pbs agent";
        findings.fault(
                section.line("url"),
                Kind.MISSING_REQUIRED,
                "'" + section + "' has 'url' and no "
                        + (id ? "'token'" : token ? "'token-id'" : "'token-id' and no 'token'")
                        + ": the API answers nobody without",
                "add an indented line " + (id ? "" : "'token-id allclear@" + realm + "!agent'")
                        + (id || token ? "" : " and a line ")
                        + (token ? "" : "'token SECRET' under the same header in agent-priv.conf")
                        + " (to make one, type: " + make + ")");
    }

    private void refuseTwoPins(Section section) {
        if (section.value("ca-file").isPresent() && section.value("fingerprint").isPresent()) {
            findings.fault(
                    section.line("ca-file"),
                    Kind.DUPLICATE_PROPERTY,
                    "'" + section + "' has both 'fingerprint' and 'ca-file', and only one can decide which certificate"
                            + " is trusted",
                    "keep 'ca-file' if the certificate is renewed from time to time, else 'fingerprint'");
        }
    }

    private void warnOfNodes(Section section, Product product) {
        if (product == Product.PBS && section.value("node").isPresent()) {
            findings.warn(
                    section.line("node"), "a backup server is one node: 'node' has no effect here", "remove the line");
        }
    }

    static String quoted(List<String> keys) {
        return "'" + String.join("', '", keys) + "'";
    }

    static boolean disabled(Section section) {
        return section.value("disable").map(Boolean::parseBoolean).orElse(false);
    }

    static Duration duration(Section section, String key, Duration usual) {
        return duration(section, key).orElse(usual);
    }

    static Optional<Duration> duration(Section section, String key) {
        return section.value(key).flatMap(Durations::parse);
    }
}
