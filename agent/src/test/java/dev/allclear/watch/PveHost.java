package dev.allclear.watch;

import dev.allclear.task.Upid;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** A Proxmox VE host, with a worker for each task. */
final class PveHost extends ProxmoxHost {
    private int number;

    PveHost(Path root) throws IOException {
        super(Upid.Product.PVE, root, root.resolve("jobs.cfg"));
        Files.writeString(jobsCfg, "");
    }

    Upid newTask() {
        return newTask("vzdump", 1_787_266_803L + number);
    }

    Upid newTask(String type, long starttime) {
        number++;
        return Upid.parse(String.format(
                        Locale.ROOT, "UPID:pve1:%08X:%08X:%08X:%s::root@pam:", 1000 + number, 5000, starttime, type))
                .orElseThrow();
    }
}
