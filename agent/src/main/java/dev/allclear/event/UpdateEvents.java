package dev.allclear.event;

import dev.allclear.event.Block.Link;
import dev.allclear.event.Block.Paragraph;
import dev.allclear.event.Block.Table;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The event of packages that can be updated, of type {@code package-updates}. Each set of versions is told once. Source:
 * PVE {@code PVE/API2/APT.pm}, PBS {@code src/server/notifications}. Pure and thread-safe.
 */
public final class UpdateEvents {

    /** The type of these events. */
    public static final String TYPE = "package-updates";

    private static final int DIGITS = 16;

    private UpdateEvents() {}

    /**
     * A package that can be updated.
     *
     * @param old the installed version; null if it would be new
     */
    public record Update(String name, @Nullable String old, String version) {}

    /**
     * The event of these updates; empty if there are none.
     *
     * @param node the node they are for
     * @param web where its web interface is; null if unknown
     */
    public static Optional<Event> of(
            String source, String node, Collection<Update> updates, @Nullable String web, Instant at) {
        SortedMap<String, Update> byName = new TreeMap<>();
        updates.forEach(update -> byName.put(update.name(), update));
        if (byName.isEmpty()) {
            return Optional.empty();
        }
        SortedMap<String, String> fields = new TreeMap<>();
        fields.put(Event.TYPE, TYPE);
        fields.put("hostname", node);
        fields.put("source", source);
        List<List<String>> rows = byName.values().stream()
                .map(update -> List.of(
                        SafeText.line(update.name()),
                        update.old() == null ? "NEW" : SafeText.line(update.old()),
                        SafeText.line(update.version())))
                .toList();
        List<Block> body = new ArrayList<>();
        body.add(new Paragraph(Amounts.counted(rows.size(), "software package") + " can be updated on " + node + "."));
        body.add(new Table(List.of("Package", "Old version", "New version"), rows));
        if (web != null) {
            body.add(new Link("Please visit the web interface for further details", web));
        }
        return Optional.of(new Event(
                "updates " + source + " " + node + " " + digest(byName.values()),
                Severity.INFO,
                at,
                fields,
                SafeText.line("New software packages available (" + node + ")"),
                body));
    }

    /** Of the versions that can be had: which ones are installed until then changes nothing. */
    private static String digest(Collection<Update> updates) {
        TreeSet<String> versions = new TreeSet<>();
        updates.forEach(update -> versions.add(update.name() + " " + update.version() + "\n"));
        try {
            byte[] sum = MessageDigest.getInstance("SHA-256")
                    .digest(String.join("", versions).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sum).substring(0, DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
