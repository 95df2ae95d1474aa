package dev.allclear.daemon.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The connection to the journal that systemd made for a service, as {@code JOURNAL_STREAM} names it. Children inherit the
 * variable and may have another standard error, so the two are compared. Source: systemd.exec(5).
 *
 * @param device the number of the connection's device
 * @param inode its inode
 */
record JournalStream(long device, long inode) {
    /** What systemd calls the variable. */
    static final String VARIABLE = "JOURNAL_STREAM";

    /** Standard error of this process. */
    static final Path STANDARD_ERROR = Path.of("/proc/self/fd/2");

    private static final Pattern NUMBERS = Pattern.compile("([0-9]{1,18}):([0-9]{1,18})");

    /** Empty if it is not set or nothing that systemd would write. */
    static Optional<JournalStream> parse(@Nullable String variable) {
        if (variable == null) {
            return Optional.empty();
        }
        Matcher numbers = NUMBERS.matcher(variable);
        return numbers.matches()
                ? Optional.of(new JournalStream(Long.parseLong(numbers.group(1)), Long.parseLong(numbers.group(2))))
                : Optional.empty();
    }

    /** Whether this is what the file is connected to; false if that cannot be found out. */
    boolean is(Path file) {
        try {
            Map<String, Object> there = Files.readAttributes(file, "unix:dev,ino");
            return Long.valueOf(device).equals(there.get("dev"))
                    && Long.valueOf(inode).equals(there.get("ino"));
        } catch (IOException e) {
            return false;
        }
    }
}
