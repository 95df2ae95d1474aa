package dev.allclear.config;

import dev.allclear.config.Problem.Kind;
import dev.allclear.config.SectionConfig.Parsed;
import dev.allclear.route.DefaultMatcher;
import dev.allclear.route.Fault;
import dev.allclear.route.Matcher;
import dev.allclear.route.MatcherReading;
import dev.allclear.route.MatcherRule;
import dev.allclear.task.Upid.Product;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Joins the targets and matchers of all files. For one use by one thread. */
final class NotificationReader {
    /** What may stand in the public file and is a secret. */
    private static final List<String> SECRETS = List.of("password", "token", "topic");

    /** A matcher and where it is written; without a stanza when it is built in. */
    private record Written(
            MatcherRule rule, String file, @Nullable Section section) {}

    private final String agentConf;
    private final Findings findings;
    /** Where each name is written first. */
    private final Map<String, String> names = new HashMap<>();

    private final Set<String> leftOut = new HashSet<>();
    private final List<TargetConf> targets = new ArrayList<>();
    private final List<Written> matchers = new ArrayList<>();
    private boolean defaulted;

    NotificationReader(String agentConf, Findings findings) {
        this.agentConf = agentConf;
        this.findings = findings;
    }

    /** In file order, ours first. */
    List<TargetConf> targets() {
        return targets;
    }

    /** In file order, ours first. */
    List<MatcherRule> matchers() {
        return matchers.stream().map(Written::rule).toList();
    }

    /** Whether the files have no matcher that can be used. */
    boolean defaulted() {
        return defaulted;
    }

    /** Takes those of {@code agent.conf}. */
    void readOurs(Parsed parsed, PrivateFile secrets) {
        parsed.faulty().stream()
                .filter(title -> AgentSchema.NOTIFICATIONS.contains(title.substring(0, title.indexOf(": "))))
                .forEach(title -> leftOut.add(title.substring(title.indexOf(": ") + 2)));
        for (Section section : parsed.sections()) {
            if (AgentSchema.NOTIFICATIONS.contains(section.type())) {
                readOurs(section, secrets);
            }
        }
    }

    private void readOurs(Section section, PrivateFile secrets) {
        Section hidden = secrets.take(section);
        String first = names.putIfAbsent(section.id(), section + "' in line " + section.line());
        if (first != null) {
            findings.leaveOut(
                    agentConf,
                    section.line(),
                    Kind.DUPLICATE_SECTION,
                    "'" + section + "' has the name of '" + first + ", and is left out: targets and matchers share"
                            + " their names",
                    "give one of them another name");
        } else if (section.type().equals(AgentSchema.MATCHER)) {
            add(new Written(rule(section), agentConf, section));
        } else if (secrets.isFaulty(section)) {
            leftOut.add(section.id());
        } else {
            SECRETS.forEach(key -> secrets.warnIfReadable(
                    section, key, "every user of this host can read this " + key + " and send with it"));
            add(new TargetStanza(section, hidden, agentConf, secrets.name(), false));
        }
    }

    /** Takes those of one of Proxmox's own files; names that are there already win over them. */
    void readTheirs(ProxmoxFiles.Content content) {
        leftOut.addAll(content.leftOut());
        for (TargetStanza target : content.targets()) {
            if (isNew(target.open(), content.file())) {
                add(target);
            }
        }
        for (Section matcher : content.matchers()) {
            if (isNew(matcher, content.file())) {
                add(new Written(rule(matcher), content.file(), matcher));
            }
        }
    }

    /** Takes what a product has beside its file, as far as the file does not replace it. */
    void addBuiltIns(ProxmoxFiles.Content content, Product product) {
        String builtIn = "the built-in of '" + content.file();
        if (!content.names().contains(DefaultMatcher.TARGET)
                && names.putIfAbsent(DefaultMatcher.TARGET, builtIn) == null) {
            targets.add(AgentConf.DEFAULT_TARGET);
        }
        if (!content.names().contains(DefaultMatcher.NAME) && names.putIfAbsent(DefaultMatcher.NAME, builtIn) == null) {
            matchers.add(new Written(DefaultMatcher.of(product), content.file(), null));
        }
    }

    private boolean isNew(Section section, String file) {
        String first = names.putIfAbsent(section.id(), section + "' in " + file);
        if (first == null) {
            return true;
        }
        findings.warn(
                file,
                section.line(),
                "'" + section + "' is not used: '" + first + (first.contains("' in ") ? "" : "'")
                        + " has its name and wins",
                "give one of them another name if both are meant");
        return false;
    }

    private void add(TargetStanza stanza) {
        TargetReader.read(stanza, findings)
                .ifPresentOrElse(targets::add, () -> leftOut.add(stanza.open().id()));
    }

    private void add(Written matcher) {
        if (Matcher.read(matcher.rule()) instanceof MatcherReading.Faulty faulty) {
            faulty.faults().forEach(fault -> report(fault, matcher));
            leftOut.add(matcher.rule().name());
        } else {
            matchers.add(matcher);
        }
    }

    private void report(Fault fault, Written matcher) {
        findings.leaveOut(
                matcher.file(),
                lineOf(matcher, fault.key(), fault.text()),
                Kind.INVALID_VALUE,
                fault.key() + " '" + Spelling.shorten(fault.text()) + "' of 'matcher: "
                        + matcher.rule().name() + "', which is left out: " + fault.problem(),
                fault.advice().isEmpty() ? "" : "write " + fault.advice());
    }

    private static int lineOf(Written matcher, String key, String text) {
        Section section = matcher.section();
        return section == null
                ? 0
                : section.entries().getOrDefault(key, List.of()).stream()
                        .filter(entry -> entry.text().equals(text))
                        .findFirst()
                        .map(Section.Entry::line)
                        .orElse(section.line());
    }

    /** To be called when everything was taken. */
    void finish() {
        if (matchers.isEmpty()) {
            defaulted = true;
            matchers.add(new Written(AgentConf.DEFAULT_MATCHER, agentConf, null));
            if (!hasTarget(DefaultMatcher.TARGET)) {
                targets.add(AgentConf.DEFAULT_TARGET);
            }
        }
        matchers.forEach(this::warnOfUnknownTargets);
    }

    private void warnOfUnknownTargets(Written matcher) {
        List<String> known = targets.stream().map(TargetConf::name).toList();
        for (String target : Set.copyOf(matcher.rule().targets())) {
            if (!hasTarget(target) && !leftOut.contains(target)) {
                findings.warn(
                        matcher.file(),
                        lineOf(matcher, "target", target),
                        "'matcher: " + matcher.rule().name() + "' names the target" + Spelling.echo(target)
                                + ", and there is none of that name: what it selects does not go there",
                        Spelling.nearest(target, known)
                                .map(near -> "did you mean '" + near + "'?")
                                .orElse(
                                        known.isEmpty()
                                                ? "write a stanza of that name, for example 'sendmail: " + target + "'"
                                                : "there is " + String.join(", ", known)));
            }
        }
    }

    private boolean hasTarget(String name) {
        return targets.stream().anyMatch(target -> target.name().equals(name));
    }

    private static MatcherRule rule(Section section) {
        return new MatcherRule(
                section.id(),
                section.values("match-severity"),
                section.values("match-field"),
                section.values("match-calendar"),
                section.value("mode").orElse("all").equals("any"),
                section.value("invert-match").map(Boolean::parseBoolean).orElse(false),
                section.values("target"),
                SourceReader.disabled(section));
    }
}
