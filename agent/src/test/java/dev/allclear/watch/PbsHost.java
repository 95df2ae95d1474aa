package dev.allclear.watch;

import dev.allclear.task.Upid;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** A Proxmox Backup Server, whose one daemon works on all tasks. */
final class PbsHost extends ProxmoxHost {
    private static final int DAEMON = 714;
    private static final int DAEMON_STARTED = 0x520;
    private static final long STARTED = 1_787_274_000L;
    private int number;

    PbsHost(Path root) throws IOException {
        super(Upid.Product.PBS, root, Files.createDirectories(root.resolve("etc")));
        Files.writeString(jobsCfg.resolve("datastore.cfg"), "");
        active();
    }

    /** A garbage collection of a datastore of its own. */
    Upid newTask() {
        return newTask("garbage_collection", "store" + number);
    }

    Upid newTask(String type, String escapedId) {
        String text = String.format(
                Locale.ROOT,
                "UPID:pbs1:%08X:%08X:%08X:%08X:%s:%s:root@pam:",
                DAEMON,
                DAEMON_STARTED,
                number,
                STARTED + number,
                type,
                escapedId);
        number++;
        return Upid.parse(text).orElseThrow();
    }

    /** Replaces the list of running tasks, as PBS does. */
    void active(Upid... running) throws IOException {
        String lines = Arrays.stream(running).map(upid -> upid + "\n").collect(Collectors.joining());
        Path fresh = Files.writeString(tasks.resolve("active.tmp"), lines);
        Files.move(fresh, tasks.resolve("active"), StandardCopyOption.REPLACE_EXISTING);
    }
}
