package dev.allclear.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Sets a damaged ledger aside, so that nothing of it is lost and the agent can go on. */
final class DamagedFile {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private DamagedFile() {}

    /**
     * Renames the file and its log, and says so in a sentence. The file goes last: were the process killed on the way, a
     * log that stayed behind would be played into the new ledger. The -shm file is only an index of the log.
     */
    static String setAside(Path file, Instant now) {
        Path aside = freeName(file + ".damaged-" + STAMP.format(now));
        try {
            Path log = Path.of(file + "-wal");
            if (Files.exists(log, LinkOption.NOFOLLOW_LINKS)) {
                Files.move(log, Path.of(aside + "-wal"));
            }
            Files.deleteIfExists(Path.of(file + "-shm"));
            Files.move(file, aside);
        } catch (IOException e) {
            throw new LedgerException(
                    LedgerException.Kind.DAMAGED,
                    "the ledger " + file + " is damaged and cannot be set aside (" + e + "): move it away by hand.",
                    e);
        }
        return "the ledger " + file + " was damaged; it is kept as " + aside + " and a new one is begun. The history is"
                + " learned anew: of each heartbeat only the newest run may be pushed, possibly for the second time.";
    }

    private static Path freeName(String wanted) {
        Path name = Path.of(wanted);
        for (int i = 2; taken(name); i++) {
            name = Path.of(wanted + "-" + i);
        }
        return name;
    }

    private static boolean taken(Path name) {
        return Files.exists(name, LinkOption.NOFOLLOW_LINKS)
                || Files.exists(Path.of(name + "-wal"), LinkOption.NOFOLLOW_LINKS);
    }
}
