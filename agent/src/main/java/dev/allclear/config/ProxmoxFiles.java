package dev.allclear.config;

import dev.allclear.config.Problem.Kind;
import dev.allclear.config.SectionConfig.Parsed;
import dev.allclear.config.TextSource.Found;
import dev.allclear.config.TextSource.Present;
import dev.allclear.config.TextSource.Unusable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Proxmox's own {@code notifications.cfg} and its private part, as they are: one space of names, a later stanza replaces an
 * earlier one of its name, a missing file is an empty one. Other than Proxmox, which then sends nothing at all, a fault leaves
 * out only the stanza that has it. Source: observed behaviour of proxmox-notify 1.0.3.
 */
final class ProxmoxFiles {
    /** The types that Proxmox takes for absent without a stanza in the private file. */
    private static final Set<String> NEED_PRIVATE =
            Set.of(NotificationSchema.SMTP, NotificationSchema.GOTIFY, NotificationSchema.WEBHOOK);

    private final NotifyReader.Files files;
    private final Findings findings;
    private final Map<String, Section> hidden;
    private final Set<String> faultyHidden;
    private final @Nullable Problem unusable;
    private final List<String> withoutPrivate = new ArrayList<>();

    /**
     * What the public file holds, in file order.
     *
     * @param file its name
     * @param names of all stanzas without faults, which replace the built-ins of these names
     * @param leftOut names of targets and matchers that are left out
     */
    record Content(
            String file, List<Section> matchers, List<TargetStanza> targets, Set<String> names, Set<String> leftOut) {}

    private ProxmoxFiles(NotifyReader.Files files, TextSource texts, Findings findings) {
        this.files = files;
        this.findings = findings;
        Found found = texts.find(files.hidden());
        this.unusable = found instanceof Unusable gone ? gone.problem() : null;
        Parsed parsed = parse(files.hidden(), found, NotificationSchema.PRIVATE);
        parsed.problems().forEach(findings::leaveOut);
        this.hidden = byName(parsed);
        this.faultyHidden = names(parsed.faulty());
    }

    static Content read(NotifyReader.Files files, TextSource texts, Findings findings) {
        return new ProxmoxFiles(files, texts, findings).read(texts);
    }

    private Content read(TextSource texts) {
        Found found = texts.find(files.open());
        if (found instanceof Unusable gone) {
            findings.leaveOut(gone.problem());
        }
        Parsed parsed = parse(files.open(), found, NotificationSchema.PUBLIC);
        parsed.problems().forEach(findings::leaveOut);
        Set<String> leftOut = names(parsed.faulty());
        Map<String, Section> sections = byName(parsed);
        List<Section> matchers = new ArrayList<>();
        List<TargetStanza> targets = new ArrayList<>();
        for (Section section : sections.values()) {
            if (section.type().equals(NotificationSchema.MATCHER)) {
                matchers.add(section);
            } else if (hasItsPrivatePart(section)) {
                targets.add(stanza(section));
            } else {
                leftOut.add(section.id());
            }
        }
        reportUnusable();
        return new Content(files.open().toString(), matchers, targets, Set.copyOf(sections.keySet()), leftOut);
    }

    private boolean hasItsPrivatePart(Section section) {
        if (!NEED_PRIVATE.contains(section.type()) || hidden.containsKey(section.id())) {
            return true;
        }
        if (unusable != null) {
            withoutPrivate.add(section.id());
        } else if (!faultyHidden.contains(section.id())) {
            findings.leaveOut(
                    files.open().toString(),
                    section.line(),
                    Kind.MISSING_REQUIRED,
                    "'" + section + "' has no stanza in " + files.hidden() + ", and is no target for Proxmox without",
                    "save the target again in the web interface, or write '" + section + "' there");
        }
        return false;
    }

    /** A private part of another type is as good as one without the secrets that are asked for. */
    private TargetStanza stanza(Section section) {
        Section own = hidden.get(section.id());
        Section fitting = own != null && own.type().equals(section.type()) ? own : null;
        if (own != null && fitting == null && NEED_PRIVATE.contains(section.type())) {
            findings.warn(
                    files.hidden().toString(),
                    own.line(),
                    "'" + own + "' is of another type than '" + section + "' in " + files.open()
                            + ": what is in it is not used",
                    "give both the same type");
        }
        return new TargetStanza(
                section, fitting, files.open().toString(), files.hidden().toString(), true);
    }

    /** Nobody needs to read secrets that no target has, unless it was asked for. */
    private void reportUnusable() {
        if (unusable == null || (files.usual() && withoutPrivate.isEmpty())) {
            return;
        }
        String lost =
                withoutPrivate.isEmpty() ? "" : "; these targets are left out: " + String.join(", ", withoutPrivate);
        findings.leaveOut(
                unusable.file(), unusable.line(), unusable.kind(), unusable.message() + lost, unusable.suggestion());
    }

    private static Parsed parse(Path file, Found found, Schema schema) {
        String text = found instanceof Present present ? present.text().text() : "";
        return SectionConfig.parse(file.toString(), text, schema);
    }

    private static Map<String, Section> byName(Parsed parsed) {
        Map<String, Section> byName = new LinkedHashMap<>();
        parsed.sections().forEach(section -> byName.put(section.id(), section));
        return byName;
    }

    private static Set<String> names(Set<String> titles) {
        return titles.stream()
                .map(title -> title.substring(title.indexOf(": ") + 2))
                .collect(Collectors.toSet());
    }
}
