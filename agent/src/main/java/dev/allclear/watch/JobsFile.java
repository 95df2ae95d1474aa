package dev.allclear.watch;

import dev.allclear.config.JobsCfg;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The backup jobs of a PVE cluster: {@code /etc/pve/jobs.cfg}, on a FUSE file system without file events. Single-threaded. */
final class JobsFile implements HostFiles {
    private final Path file;
    private final SightingSink sink;
    private final Blindness blindness;
    private @Nullable FileTime modified;
    private long size;

    JobsFile(Eyes eyes) {
        this.file = eyes.host().jobsCfg();
        this.sink = eyes.sink();
        this.blindness = eyes.blindness();
    }

    @Override
    public void look() throws InterruptedException {
        String subject = file.toString();
        try {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            if (now.lastModifiedTime().equals(modified) && now.size() == size) {
                return;
            }
            JobsCfg.Parsed parsed = JobsCfg.parse(subject, new String(SmallFile.read(file), StandardCharsets.UTF_8));
            modified = now.lastModifiedTime();
            size = now.size();
            sink.see(new Sighting.Jobs(parsed.jobs()));
            if (parsed.problems().isEmpty()) {
                blindness.over(subject);
            } else {
                blindness.begins(
                        subject,
                        parsed.problems().stream().map(Object::toString).collect(Collectors.joining("; "))
                                + ". Jobs in other stanzas are not affected.");
            }
        } catch (NoSuchFileException e) {
            modified = null;
            blindness.begins(
                    subject,
                    file
                            + " does not exist, so backup jobs are not known by their settings: this is no Proxmox VE host, "
                            + "or its cluster file system is not mounted (`systemctl status pve-cluster`). "
                            + "It is tried again with every full look.");
        } catch (IOException e) {
            modified = null;
            blindness.begins(
                    subject,
                    "cannot read " + file + ": " + Rights.reason(e) + ". Backup jobs are not known by their settings. "
                            + "It belongs to root:www-data with mode 0640: run allclear as root or in group www-data.");
        }
    }
}
