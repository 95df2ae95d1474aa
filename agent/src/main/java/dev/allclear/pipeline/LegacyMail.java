package dev.allclear.pipeline;

import dev.allclear.config.NotifyConf;
import dev.allclear.config.NotifyConf.Mode;
import dev.allclear.config.NotifyConf.When;
import dev.allclear.deliver.sendmail.LegacyMailChannel;
import dev.allclear.event.Event;
import dev.allclear.event.Severity;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Proxmox's older way to tell of tasks: one mail by sendmail, past all matchers. Where Proxmox itself forgets a mail, a failed
 * verification with {@code verify=error}, this one is sent. Immutable and thread-safe. Source: observed behaviour of PVE 9 and
 * PBS 4.
 *
 * @param conf of the source
 * @param datastores of a backup server's datastores, for the mode {@code auto}
 */
public record LegacyMail(NotifyConf conf, Map<String, NotifyConf> datastores) {
    /** The target of these mails; no stanza can have its name. */
    public static final String TARGET = "legacy mail";

    /** Matchers decide everything. */
    public static final LegacyMail NONE = new LegacyMail(NotifyConf.DEFAULT, Map.of());

    public LegacyMail {
        datastores = Map.copyOf(datastores);
    }

    /**
     * What a vzdump job's own options say.
     *
     * @param mode {@code notification-mode}; null for auto
     * @param mailto addresses or local names
     * @param onlyFailures {@code mailnotification failure}
     */
    record JobOptions(@Nullable String mode, List<String> mailto, boolean onlyFailures) {
        static final JobOptions NONE = new JobOptions(null, List.of(), false);

        static JobOptions of(Map<String, List<String>> options) {
            List<String> mailto = options.getOrDefault("mailto", List.of()).stream()
                    .flatMap(text -> Arrays.stream(text.split("[,; ]+")))
                    .filter(address -> !address.isEmpty())
                    .toList();
            return new JobOptions(
                    options.getOrDefault("notification-mode", List.of()).stream()
                            .findFirst()
                            .orElse(null),
                    mailto,
                    options.getOrDefault("mailnotification", List.of()).contains("failure"));
        }
    }

    /**
     * What is mailed past the matchers.
     *
     * @param event as it is mailed, with its recipients; null when the options want no mail
     */
    record Decision(@Nullable Event event) {}

    /** How an event of a task is told; empty when the matchers decide. */
    Optional<Decision> decide(Event event, JobOptions job) {
        return switch (event.type()) {
            case "vzdump" -> vzdump(event, job);
            case "gc" -> store(event, of(event).gc(), of(event));
            case "verification" -> store(event, of(event).verify(), of(event));
            case "sync" -> store(event, of(event).sync(), of(event));
            case "prune" -> store(event, of(event).prune(), of(event));
            case "tape-backup" -> store(event, When.ALWAYS, of(event));
            default -> Optional.empty();
        };
    }

    private Optional<Decision> vzdump(Event event, JobOptions job) {
        boolean auto = conf.mode() == Mode.AUTO;
        List<String> to = auto || conf.mailto().isEmpty() ? job.mailto() : conf.mailto();
        boolean legacy = auto
                ? "legacy-sendmail".equals(job.mode()) || (!"notification-system".equals(job.mode()) && !to.isEmpty())
                : conf.mode() == Mode.LEGACY_SENDMAIL;
        boolean onlyFailures = auto ? job.onlyFailures() : conf.onlyFailures();
        return legacy
                ? decision(
                        event, onlyFailures ? When.ERROR : When.ALWAYS, LegacyMailChannel.MAILTO, String.join(",", to))
                : Optional.empty();
    }

    private NotifyConf of(Event event) {
        NotifyConf own = datastores.get(event.fields().getOrDefault("datastore", ""));
        return conf.mode() == Mode.AUTO && own != null ? own : conf;
    }

    private static Optional<Decision> store(Event event, When when, NotifyConf conf) {
        return conf.mode() == Mode.LEGACY_SENDMAIL
                ? decision(event, when, LegacyMailChannel.USER, conf.user())
                : Optional.empty();
    }

    private static Optional<Decision> decision(Event event, When when, String field, String to) {
        boolean wanted = when == When.ALWAYS || (when == When.ERROR && event.severity() == Severity.ERROR);
        return Optional.of(new Decision(wanted && !to.isEmpty() ? with(event, field, to) : null));
    }

    private static Event with(Event event, String field, String value) {
        TreeMap<String, String> fields = new TreeMap<>(event.fields());
        fields.put(field, value);
        return new Event(
                event.identity(), event.severity(), event.at(), fields, event.title(), event.body(), event.mail());
    }
}
