package dev.allclear.cli;

import dev.allclear.testing.RecordedCase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A Proxmox host's files below a directory. */
final class SampleHost {
    static final String TOKEN = "AbCdEfGh99";
    private static final String HOOK = """
            #!/bin/bash
            URL="http://10.0.0.5:3001/api/push/AbCdEfGh99?status=up&msg=OK&ping="
            if [ "$1" = "job-end" ]; then
                curl -s -X POST "$URL?status=up&msg=Backup_OK"
            fi
            """;

    private final Path root;

    SampleHost(Path root) {
        this.root = root;
    }

    Path root() {
        return root;
    }

    Path agentConf() {
        return root.resolve("etc/allclear/agent.conf");
    }

    Path agentPrivConf() {
        return root.resolve("etc/allclear/agent-priv.conf");
    }

    /** A node of PVE with a scheduled, a disabled and a manual job, and the tasks of a recorded run. */
    SampleHost pve(String recorded) throws IOException {
        file("etc/pve/jobs.cfg", """
                vzdump: backup-2f6c1d0e-91aa
                \tcomment nightly
                \tschedule 01:00
                \tenabled 1
                \tall 1
                \tstorage vault

                vzdump: backup-off
                \tschedule sat 18:15
                \tenabled 0
                \tvmid 101

                vzdump: backup-by-hand
                \tvmid 101
                """);
        file("etc/pve/storage.cfg", """
                dir: local
                \tpath /var/lib/vz
                \tcontent backup

                pbs: vault
                \tserver 10.0.0.20
                \tdatastore store1
                \tfingerprint 64:d3
                """);
        RecordedCase.named(recorded).unpackTree(root.resolve("var/log/pve/tasks"));
        return this;
    }

    /** The usual hook script, for every job of the node. */
    SampleHost hook() throws IOException {
        file("etc/vzdump.conf", "# defaults\nscript: /usr/local/bin/hook.sh\n");
        file("usr/local/bin/hook.sh", HOOK);
        return this;
    }

    SampleHost pbs() throws IOException {
        file("etc/proxmox-backup/datastore.cfg", """
                datastore: store1
                \tpath /store1
                \tgc-schedule daily

                datastore: store2
                \tpath /store2
                """);
        file("etc/proxmox-backup/prune.cfg", "prune: p-daily\n\tschedule 03:00\n\tstore store1\n\tkeep-last 3\n");
        file(
                "etc/proxmox-backup/sync.cfg",
                "sync: s-offsite\n\tschedule hourly\n\tstore store1\n\tremote r\n\tremote-store x\n");
        file("etc/proxmox-backup/verification.cfg", "verification: v-week\n\tschedule sat 04:00\n\tstore store1\n");
        Files.createDirectories(root.resolve("var/log/proxmox-backup/tasks"));
        return this;
    }

    void file(String name, String text) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
