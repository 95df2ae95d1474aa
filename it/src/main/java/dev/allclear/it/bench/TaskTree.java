package dev.allclear.it.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;

/** A task directory with backup logs such as PVE leaves behind. */
final class TaskTree {
    /** Process ids beyond the kernel's limit (2^22): nobody can have them, so every worker is gone. */
    private static final int NOBODY = 0x400001;

    private final Path directory;

    TaskTree(Path directory) throws IOException {
        this.directory = Files.createDirectories(directory);
    }

    Path directory() {
        return directory;
    }

    static String upid(int number, Instant start) {
        return String.format(
                "UPID:pve1:%08X:%08X:%08X:vzdump::root@pam:", NOBODY + number, 0x100 + number, start.getEpochSecond());
    }

    /** Where PVE keeps the log: a sub-directory by the last digit of the start time. */
    Path log(String upid) throws IOException {
        String start = upid.split(":", -1)[4];
        return Files.createDirectories(directory.resolve(start.substring(start.length() - 1)))
                .resolve(upid);
    }

    /** Everything before the last line of a backup of one guest, of about so many bytes; mostly progress. */
    static byte[] unfinishedLog(long bytes) {
        StringBuilder text = new StringBuilder((int) Math.min(bytes + 1024, 1 << 28));
        text.append("""
                INFO: starting new backup job: vzdump 101 --mode snapshot --quiet 1 --storage local
                INFO: Starting Backup of VM 101 (qemu)
                INFO: Backup started at 2026-11-21 02:00:03
                INFO: status = running
                INFO: VM Name: web01
                INFO: backup mode: snapshot
                INFO: creating vzdump archive '/var/lib/vz/dump/vzdump-qemu-101-2026_11_21-02_00_03.vma.zst'
                INFO: started backup task '5e1e6d5b-7c8c-4a5e-9b2a-2f1d8a0f2b11'
                """);
        for (int second = 3; text.length() < bytes - 400; second += 3) {
            text.append("INFO:  ")
                    .append(second / 300 % 100)
                    .append("% (")
                    .append(second % 97)
                    .append(".3 GiB of 32.0 GiB) in ")
                    .append(second)
                    .append("s, read: 1.1 GiB/s, write: 212.4 MiB/s\n");
        }
        text.append("""
                INFO: transferred 32.00 GiB in 1511 seconds (21.7 MiB/s)
                INFO: archive file size: 5.61GB
                INFO: Finished Backup of VM 101 (00:25:13)
                INFO: Backup finished at 2026-11-21 02:25:16
                INFO: Backup job finished successfully
                """);
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    static final byte[] TASK_OK = "TASK OK\n".getBytes(StandardCharsets.US_ASCII);

    /** Makes {@code count} ended tasks, one every quarter of an hour, of which every so many-th has a large log. */
    void fill(int count, int everyLarge, int largeBytes) throws IOException {
        byte[] small = unfinishedLog(900);
        byte[] large = unfinishedLog(largeBytes);
        Instant start = Instant.ofEpochSecond(0x69000000L);
        try (OutputStream index = Files.newOutputStream(directory.resolve("index"))) {
            for (int i = 0; i < count; i++) {
                Instant at = start.plusSeconds(901L * i);
                String upid = upid(i, at);
                try (OutputStream log = Files.newOutputStream(log(upid), StandardOpenOption.CREATE_NEW)) {
                    log.write(i % everyLarge == 0 ? large : small);
                    log.write(TASK_OK);
                }
                String line =
                        String.format("%s %08X OK%n", upid, at.plusSeconds(600).getEpochSecond());
                index.write(line.getBytes(StandardCharsets.US_ASCII));
            }
        }
    }
}
