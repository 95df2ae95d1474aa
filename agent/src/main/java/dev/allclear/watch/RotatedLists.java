package dev.allclear.watch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The lists of a backup server before the last rotation but one: {@code archive.2.zst}, {@code archive.3.zst} and so on, the
 * newest with the lowest number; compressed unless that was switched off. Nothing is ever added to them, so they are read
 * at most once. Source: {@code proxmox-sys/src/logrotate.rs}. Single-threaded.
 */
final class RotatedLists {
    private static final Pattern NAME = Pattern.compile("archive\\.([1-9][0-9]{0,3})(\\.zst)?");

    /** A list has half a megabyte or a day's tasks; whatever is this long is none. */
    private static final long LONGEST = 256L << 20;

    private final Path tasks;
    private final byte[] buffer;
    private final Blindness blindness;

    RotatedLists(Eyes eyes) {
        this.tasks = eyes.tasks();
        this.buffer = eyes.buffer().array();
        this.blindness = eyes.blindness();
    }

    /**
     * Reads them, newest first, until {@code enough}.
     *
     * @return false when there is no task directory yet
     */
    boolean read(ListLines.Taker taker, BooleanSupplier enough) throws InterruptedException {
        Map<Integer, Path> lists = new TreeMap<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(tasks, "archive.*")) {
            for (Path list : found) {
                Matcher name = NAME.matcher(String.valueOf(list.getFileName()));
                if (name.matches() && !name.group(1).equals("1")) {
                    lists.put(Integer.valueOf(name.group(1)), list);
                }
            }
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException | DirectoryIteratorException e) {
            return true; // Whoever looks for the logs says so.
        }
        for (Path list : lists.values()) {
            if (enough.getAsBoolean()) {
                break;
            }
            read(list, taker);
        }
        return true;
    }

    private void read(Path list, ListLines.Taker taker) throws InterruptedException {
        ListLines lines = new ListLines(taker);
        try (InputStream plain = open(list)) {
            long read = 0;
            int count;
            while ((count = plain.read(buffer)) >= 0) {
                read += count;
                if (read > LONGEST) {
                    throw new IOException("it is longer than any list of tasks");
                }
                lines.feed(buffer, count);
            }
            blindness.over(list.toString());
        } catch (NoSuchFileException e) {
            // Rotated away just now; its tasks ended long ago.
        } catch (IOException e) {
            blindness.begins(
                    list.toString(),
                    "cannot read " + list + ": " + Rights.reason(e)
                            + ". Of old tasks those stay unseen whose log is gone; "
                            + "new tasks are not affected. It is tried again when allclear starts.");
        }
    }

    private static InputStream open(Path list) throws IOException {
        if (!Files.isRegularFile(list, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException("it is not a plain file");
        }
        InputStream bytes = Files.newInputStream(list, LinkOption.NOFOLLOW_LINKS);
        return list.toString().endsWith(".zst") ? Zstd.unpack(bytes) : bytes;
    }
}
