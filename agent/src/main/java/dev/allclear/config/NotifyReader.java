package dev.allclear.config;

import dev.allclear.config.NotifyConf.Mode;
import dev.allclear.config.NotifyConf.When;
import dev.allclear.task.Upid.Product;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads what a source's stanza says of notifications. */
final class NotifyReader {
    private static final Set<String> TASKS = Set.of("gc", "verify", "sync", "prune");
    private static final Set<String> WHENS = Set.of("always", "error", "never");
    private static final Pattern BETWEEN_ADDRESSES = Pattern.compile("[,;\\s]+");
    private static final Pattern BETWEEN_FILES = Pattern.compile("\\s+");

    /** The keys that only a backup server has, then those that only PVE has. */
    private static final Map<Product, List<String>> LEGACY =
            Map.of(Product.PBS, List.of("notify", "notify-user"), Product.PVE, List.of("mailto", "mailnotification"));

    /** The key {@code notify}. */
    static final ValueKind WHEN = ValueKind.where(
            text -> PropertyString.parse(text, TASKS)
                    .filter(pairs -> !pairs.isEmpty() && WHENS.containsAll(pairs.values()))
                    .isPresent(),
            "does not say for which tasks and when",
            "write gc=…,verify=…,sync=…,prune=… with always, error or never behind each; leave out what is as usual");

    /** The key {@code notifications}. */
    static final ValueKind FILES = ValueKind.where(
            text -> BETWEEN_FILES.splitAsStream(text).count() <= 2
                    && BETWEEN_FILES.splitAsStream(text).allMatch(NotifyReader::isAbsolute),
            "names no one or two files",
            "write /etc/pve/notifications.cfg or /etc/proxmox-backup/notifications.cfg, and behind a blank the private"
                    + " file if it is not where the product has it");

    private NotifyReader() {}

    /**
     * Proxmox's own files.
     *
     * @param open the public one
     * @param hidden the private one
     * @param usual whether the stanza does not name the private one
     */
    record Files(Path open, Path hidden, boolean usual) {}

    /** The files that a source's stanza names; empty when it names none, or is disabled. */
    static Optional<Files> files(Section section) {
        Optional<String> text = section.value("notifications").filter(files -> !SourceReader.disabled(section));
        if (text.isEmpty()) {
            return Optional.empty();
        }
        String[] names = BETWEEN_FILES.split(text.get(), -1);
        Path open = Path.of(names[0]);
        Path usual = open.resolveSibling(
                section.type().equals(AgentSchema.PVE) ? "priv/notifications.cfg" : "notifications-priv.cfg");
        return Optional.of(new Files(open, names.length > 1 ? Path.of(names[1]) : usual, names.length == 1));
    }

    static NotifyConf read(Section section, Product product, Findings findings) {
        NotifyConf usual = NotifyConf.DEFAULT;
        Mode mode = section.value("notification-mode")
                .map(word -> Mode.valueOf(word.replace('-', '_').toUpperCase(Locale.ROOT)))
                .orElse(usual.mode());
        warnOfNoEffect(section, product, mode, findings);
        Map<String, String> when = section.value("notify")
                .flatMap(text -> PropertyString.parse(text, TASKS))
                .orElse(Map.of());
        List<String> mailto = section.values("mailto").stream()
                .flatMap(BETWEEN_ADDRESSES::splitAsStream)
                .filter(address -> !address.isEmpty())
                .distinct()
                .toList();
        if (product == Product.PVE && mode == Mode.LEGACY_SENDMAIL && mailto.isEmpty()) {
            findings.warn(
                    section.line("notification-mode"),
                    "nobody will be told of the tasks of '" + section
                            + "': 'legacy-sendmail' mails to 'mailto', and there is none",
                    "add an indented line 'mailto ADDRESS', or write 'notification-mode notification-system'");
        }
        return new NotifyConf(
                mode,
                when(when, "gc", usual.gc()),
                when(when, "verify", usual.verify()),
                when(when, "sync", usual.sync()),
                when(when, "prune", usual.prune()),
                section.value("notify-user").orElse(usual.user()),
                mailto,
                section.value("mailnotification").orElse("always").equals("failure"));
    }

    private static void warnOfNoEffect(Section section, Product product, Mode mode, Findings findings) {
        List<String> ours = present(section, LEGACY.getOrDefault(product, List.of()));
        List<String> theirs =
                present(section, LEGACY.getOrDefault(product == Product.PVE ? Product.PBS : Product.PVE, List.of()));
        if (!theirs.isEmpty()) {
            findings.warn(
                    section.line(theirs.get(0)),
                    SourceReader.quoted(theirs) + " of '" + section + "' has no effect: "
                            + (product == Product.PVE ? "only a backup server has it" : "only vzdump has it"),
                    "remove it");
        }
        if (!ours.isEmpty() && mode == Mode.NOTIFICATION_SYSTEM) {
            findings.warn(
                    section.line(ours.get(0)),
                    SourceReader.quoted(ours) + " of '" + section
                            + "' has no effect: matchers decide, as 'notification-mode' is notification-system",
                    "remove it, or add 'notification-mode legacy-sendmail'");
        }
    }

    private static List<String> present(Section section, List<String> keys) {
        return keys.stream().filter(key -> section.value(key).isPresent()).toList();
    }

    private static When when(Map<String, String> all, String task, When usual) {
        return Optional.ofNullable(all.get(task))
                .map(word -> When.valueOf(word.toUpperCase(Locale.ROOT)))
                .orElse(usual);
    }

    private static boolean isAbsolute(String text) {
        try {
            return Path.of(text).isAbsolute();
        } catch (InvalidPathException notAPath) {
            return false;
        }
    }
}
