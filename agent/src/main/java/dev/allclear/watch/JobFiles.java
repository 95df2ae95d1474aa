package dev.allclear.watch;

import dev.allclear.config.JobsCfg;
import dev.allclear.config.LocalHost;
import dev.allclear.task.Upid;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * What PVE knows of its backup jobs on this host: {@code /etc/pve/jobs.cfg} (a FUSE file system without file events,
 * hence looked at again and again) and the scheduler's state files {@code /var/lib/pve-manager/jobs/vzdump-ID.json},
 * which name the task that a job started last (PVE {@code PVE/Jobs.pm}). Single-threaded.
 */
final class JobFiles {
    private static final String PREFIX = "vzdump-";
    private static final String SUFFIX = ".json";

    /** pmxcfs allows 1 MiB per file; a state file has a few hundred bytes. */
    private static final int LARGEST = 1 << 20;

    private final LocalHost host;
    private final SightingSink sink;
    private final Blindness blindness;
    private final InstantSource clock;
    private final JsonFactory json = new JsonFactory();
    private final DirectoryMark states = new DirectoryMark();
    private final Map<String, Upid> taskOfJob = new HashMap<>();
    private final Map<String, BasicFileAttributes> seenStates = new HashMap<>();
    private @Nullable FileTime jobsModified;
    private long jobsSize;

    JobFiles(Eyes eyes) {
        this.host = eyes.host();
        this.sink = eyes.sink();
        this.blindness = eyes.blindness();
        this.clock = eyes.clock();
    }

    /** Asks for the file events of the state files; without them the looks see every change, only later. */
    void watch(DirectoryWatch watch) {
        try {
            if (!watch.watches(host.jobStates())) {
                watch.watch(host.jobStates());
            }
        } catch (IOException e) {
            // Whatever is wrong with the directory is said when it is looked at.
        }
    }

    /** Looks at everything; costs two stats when nothing changed. */
    void look() throws InterruptedException {
        lookAtJobs();
        lookAtStates();
    }

    /** Makes sure that the job of this task was handed over if it is known, before the task's end is. */
    void lookFor(Upid upid) throws InterruptedException {
        if (!taskOfJob.containsValue(upid)) {
            lookAtStates();
        }
    }

    private void lookAtJobs() throws InterruptedException {
        Path file = host.jobsCfg();
        String subject = file.toString();
        try {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            if (now.lastModifiedTime().equals(jobsModified) && now.size() == jobsSize) {
                return;
            }
            JobsCfg.Parsed parsed = JobsCfg.parse(subject, new String(read(file, now), StandardCharsets.UTF_8));
            jobsModified = now.lastModifiedTime();
            jobsSize = now.size();
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
            jobsModified = null;
            blindness.begins(
                    subject,
                    file
                            + " does not exist, so backup jobs are not known by their settings: this is no Proxmox VE host, "
                            + "or its cluster file system is not mounted (`systemctl status pve-cluster`). "
                            + "It is tried again with every full look.");
        } catch (IOException e) {
            jobsModified = null;
            blindness.begins(
                    subject,
                    "cannot read " + file + ": " + Rights.reason(e) + ". Backup jobs are not known by their settings. "
                            + "It belongs to root:www-data with mode 0640: run allclear as root or in group www-data.");
        }
    }

    private void lookAtStates() throws InterruptedException {
        Path directory = host.jobStates();
        String subject = directory.toString();
        try {
            BasicFileAttributes now = Files.readAttributes(directory, BasicFileAttributes.class);
            if (!states.changed(now)) {
                return;
            }
            states.listing(now, clock.instant());
            try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, PREFIX + "*" + SUFFIX)) {
                for (Path file : files) {
                    lookAtState(file);
                }
            } catch (DirectoryIteratorException e) {
                throw e.getCause();
            }
            blindness.over(subject);
        } catch (IOException e) {
            states.forget();
            blindness.begins(
                    subject,
                    "cannot look into " + directory + ": "
                            + (e instanceof NoSuchFileException ? "it does not exist" : Rights.reason(e))
                            + ". Which job started a task is then told by the options of its log's first line alone.");
        }
    }

    private void lookAtState(Path file) throws InterruptedException {
        String name = String.valueOf(file.getFileName());
        try {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            BasicFileAttributes before = seenStates.put(name, now);
            if (before != null && DirectoryMark.same(before, now)) {
                return;
            }
            String jobId = name.substring(PREFIX.length(), name.length() - SUFFIX.length());
            Upid upid = taskIn(read(file, now));
            if (upid != null && !upid.equals(taskOfJob.put(jobId, upid))) {
                sink.see(new Sighting.JobTask(jobId, upid));
            }
            blindness.over(file.toString());
        } catch (NoSuchFileException e) {
            seenStates.remove(name);
        } catch (IOException | JacksonException e) {
            blindness.begins(
                    file.toString(),
                    "cannot read the job state in " + file + ": " + firstLine(e)
                            + ". Which job started its task is told by the options of its log's first line alone.");
        }
    }

    /** The task that a state file names; null when it names none, as before the first run. */
    private @Nullable Upid taskIn(byte[] state) {
        try (JsonParser parser = json.createParser(ObjectReadContext.empty(), state)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return null;
            }
            Upid upid = null;
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                boolean names = "upid".equals(parser.currentName());
                JsonToken value = parser.nextToken();
                if (names && value == JsonToken.VALUE_STRING) {
                    upid = Upid.parse(parser.getString()).orElse(null);
                }
                parser.skipChildren();
            }
            return upid;
        }
    }

    private static byte[] read(Path file, BasicFileAttributes now) throws IOException {
        if (!now.isRegularFile()) {
            throw new IOException("it is not a plain file");
        }
        try (var in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw new IOException("it is larger than 1 MiB");
            }
            return bytes;
        }
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
