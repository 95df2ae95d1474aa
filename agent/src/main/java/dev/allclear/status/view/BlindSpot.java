package dev.allclear.status.view;

import dev.allclear.ledger.Entries;
import dev.allclear.pipeline.BlindSpots;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that cannot be seen now. Immutable and thread-safe.
 *
 * @param subject what: a path, or a source and what of it
 * @param since since when; null when that is not known
 * @param problem why
 */
public record BlindSpot(String subject, @Nullable Instant since, String problem) {

    static List<BlindSpot> all(Entries entries) {
        return BlindSpots.of(entries).entrySet().stream()
                .map(spot -> of(spot.getKey(), spot.getValue()))
                .toList();
    }

    private static BlindSpot of(String subject, String note) {
        int blank = note.indexOf(' ');
        try {
            return new BlindSpot(
                    subject, Instant.parse(note.substring(0, Math.max(0, blank))), note.substring(blank + 1));
        } catch (DateTimeParseException e) {
            return new BlindSpot(subject, null, note);
        }
    }
}
