package dev.allclear.watch;

import dev.allclear.config.Problem;
import dev.allclear.config.StoreJobsCfg;
import dev.allclear.verdict.StoreJob;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The jobs of a backup server by the files in {@code /etc/proxmox-backup}. A kind of which there is no file has no jobs; only
 * datastores there always are. Single-threaded.
 */
final class StoreJobFiles implements HostFiles {
    /** A file as it was read last; without attributes when it did not exist. */
    private record Seen(@Nullable BasicFileAttributes attributes, List<StoreJob> jobs) {}

    private final Path directory;
    private final SightingSink sink;
    private final Blindness blindness;
    private final Map<StoreJobsCfg, Seen> seen = new EnumMap<>(StoreJobsCfg.class);
    private @Nullable List<StoreJob> handedOver;

    StoreJobFiles(Eyes eyes) {
        this.directory = eyes.host().jobsCfg();
        this.sink = eyes.sink();
        this.blindness = eyes.blindness();
    }

    /** Costs a stat per file when nothing changed. */
    @Override
    public void look() throws InterruptedException {
        boolean all = true;
        for (StoreJobsCfg kind : StoreJobsCfg.values()) {
            all &= look(kind, directory.resolve(kind.fileName()));
        }
        List<StoreJob> now =
                seen.values().stream().flatMap(file -> file.jobs().stream()).toList();
        // As long as one cannot be read, its jobs would seem to have been deleted.
        if (all && !now.equals(handedOver)) {
            handedOver = now;
            sink.see(new Sighting.StoreJobs(now));
        }
    }

    /** Whether the jobs of this file are known. */
    private boolean look(StoreJobsCfg kind, Path file) throws InterruptedException {
        String subject = file.toString();
        Seen before = seen.get(kind);
        try {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            if (before != null && before.attributes != null && DirectoryMark.same(before.attributes, now)) {
                return true;
            }
            StoreJobsCfg.Parsed parsed = kind.parse(subject, new String(SmallFile.read(file), StandardCharsets.UTF_8));
            seen.put(kind, new Seen(now, parsed.jobs()));
            List<Problem> problems = parsed.problems();
            if (problems.isEmpty()) {
                blindness.over(subject);
            } else {
                blindness.begins(
                        subject,
                        problems.stream().map(Object::toString).collect(Collectors.joining("; "))
                                + ". Jobs in other stanzas are not affected.");
            }
            return true;
        } catch (NoSuchFileException e) {
            return isMissing(kind, file);
        } catch (IOException e) {
            seen.remove(kind);
            blindness.begins(
                    subject,
                    "cannot read " + file + ": " + Rights.reason(e)
                            + ". Jobs and their schedules are not known from it. It "
                            + "belongs to root:backup with mode 0640: run allclear as root or in group backup.");
            return false;
        }
    }

    private boolean isMissing(StoreJobsCfg kind, Path file) throws InterruptedException {
        if (kind != StoreJobsCfg.DATASTORES) {
            seen.put(kind, new Seen(null, List.of()));
            blindness.over(file.toString());
            return true;
        }
        seen.remove(kind);
        blindness.begins(
                file.toString(),
                file
                        + " does not exist, so jobs and their schedules are not known: this is no Proxmox Backup Server, it has "
                        + "no datastore yet, or the path in the configuration is wrong. It is tried again with every full "
                        + "look.");
        return false;
    }
}
