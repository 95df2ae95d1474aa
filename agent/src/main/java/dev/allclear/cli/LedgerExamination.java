package dev.allclear.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Looks at the place where the ledger lives, or will live. */
final class LedgerExamination {
    private static final long MEGABYTE = 1 << 20;

    /** A busy year of a cluster takes some tens of megabytes, and a copy while it is tidied up. */
    static final long ENOUGH = 256 * MEGABYTE;

    static final long NEARLY_FULL = 16 * MEGABYTE;

    private LedgerExamination() {}

    /** What is free on the file system of a directory, in bytes. */
    interface Free {
        long on(Path existing) throws IOException;
    }

    static void look(Path directory, List<Finding> findings) {
        look(directory, existing -> Files.getFileStore(existing).getUsableSpace(), findings);
    }

    static void look(Path directory, Free free, List<Finding> findings) {
        Path existing = directory;
        while (existing != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        if (existing == null || !Files.isDirectory(existing) || !Files.isWritable(existing)) {
            findings.add(Finding.problem("ledger directory " + directory
                    + " cannot be written by this user: give it the right, or set `path` in a `ledger:` stanza"));
            return;
        }
        findings.add(Finding.ok("ledger directory " + directory + " can be written"));
        try {
            space(directory, free.on(existing), findings);
        } catch (IOException e) {
            findings.add(Finding.warning("how much is free for the ledger in " + directory + " is not known: " + e));
        }
    }

    private static void space(Path directory, long free, List<Finding> findings) {
        String text = "only " + free / MEGABYTE + " MB are free for the ledger in " + directory;
        if (free < NEARLY_FULL) {
            findings.add(
                    Finding.problem(text + ": nothing can be remembered on a full disk, so nothing is pushed; free some"
                            + " space (df -h " + directory + ")"));
        } else if (free < ENOUGH) {
            findings.add(Finding.warning(text + ": it needs up to " + ENOUGH / MEGABYTE + " MB"));
        }
    }
}
