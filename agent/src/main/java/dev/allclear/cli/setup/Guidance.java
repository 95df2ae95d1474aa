package dev.allclear.cli.setup;

import dev.allclear.cli.setup.Proposal.Proposed;
import dev.allclear.config.StorageCfg.Storage;
import dev.allclear.schedule.CalendarEvent;
import dev.allclear.schedule.MonitorWindow;
import dev.allclear.schedule.Timetable;
import dev.allclear.task.Upid.Product;
import dev.allclear.verdict.Heartbeat;
import dev.allclear.verdict.StoreJob.Kind;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What an administrator has to type elsewhere: in Proxmox for a token with the least rights, and in Uptime Kuma. */
public final class Guidance {
    /** Of a job whose runs nobody has seen yet. */
    private static final Duration USUAL = Duration.ofMinutes(30);

    private Guidance() {}

    /** What was found, one line each. */
    public static List<String> found(HostSurvey survey) {
        List<String> lines = new ArrayList<>();
        if (survey.has(Product.PVE)) {
            int nodes = survey.cluster().nodes().size();
            lines.add("Proxmox VE: " + counted(survey.jobs().size(), "backup job") + ", "
                    + (survey.cluster().guestsKnown()
                            ? counted(survey.cluster().guests().size(), "guest") + ", "
                            : "")
                    + (nodes > 1
                            ? "cluster of "
                                    + String.join(", ", survey.cluster().nodes().keySet())
                            : "one node"));
        }
        if (survey.has(Product.PBS)) {
            long stores = survey.storeJobs().stream()
                    .filter(job -> job.kind() == Kind.GC)
                    .count();
            lines.add("Proxmox Backup Server: " + counted(stores, "datastore") + ", "
                    + counted(survey.storeJobs().size() - stores, "job"));
        }
        for (Storage storage : survey.storages()) {
            if (storage.type().equals("pbs")) {
                lines.add("storage " + storage.id() + " is the datastore " + storage.datastore()
                        + " of the backup server "
                        + storage.server() + ": its garbage collection, prune, sync and verify are seen only there, by"
                        + " allclear on that host or by a `pbs:` stanza with a token (see below)");
            }
        }
        for (HostSurvey.Hook hook : survey.hooks()) {
            lines.add(hook(hook));
        }
        lines.addAll(survey.problems());
        return lines;
    }

    private static String counted(long number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    private static String hook(HostSurvey.Hook hook) {
        HookScript script = hook.script();
        String text = "hook script " + hook.file() + " (" + hook.where() + ")";
        if (script == null) {
            return text + " cannot be read";
        }
        if (!script.pushes()) {
            return text + " pushes nothing";
        }
        long faults = script.faults().stream().filter(fault -> fault.line() > 0).count();
        return text + " pushes to "
                + script.place()
                        .map(PushPlace::toString)
                        .orElse(script.elsewhere().orElse("somewhere"))
                + (faults == 0 ? "" : ", with " + counted(faults, "fault"))
                + ": see `allclear import-hook " + hook.file() + "`. Take it out of " + hook.where()
                + " when allclear pushes, or the monitor hears both";
    }

    /** The commands for a token, with the reason. */
    public static List<String> token(HostSurvey survey) {
        List<String> lines = new ArrayList<>();
        if (survey.has(Product.PVE)) {
            pve(survey, lines);
        }
        boolean here = survey.has(Product.PBS);
        Optional<Storage> elsewhere = survey.storages().stream()
                .filter(storage -> storage.type().equals("pbs"))
                .findFirst();
        if (here || elsewhere.isPresent()) {
            pbs(survey, here, elsewhere, lines);
        }
        return lines;
    }

    private static void pve(HostSurvey survey, List<String> lines) {
        boolean cluster = survey.cluster().nodes().size() > 1;
        lines.add(
                cluster
                        ? "Without a token allclear sees the backups of this node only, and a job with guests elsewhere is"
                                + " never an all-clear. Make one that may look and do nothing else:"
                        : "This host is seen without a token. To see it from another one, make one that may look and do"
                                + " nothing else:");
        lines.add("    pveum user add allclear@pve");
        lines.add("    pveum acl modify / --users allclear@pve --roles PVEAuditor");
        lines.add("    pveum user token add allclear@pve agent --privsep 0");
        if (cluster) {
            String name = Proposal.source(survey, Product.PVE);
            lines.add("then write below `pve: " + name + "` in agent.conf (this node answers for all of them):");
            lines.add("    url https://localhost:8006");
            lines.add("    token-id allclear@pve!agent");
            lines.add("    local yes");
            lines.add("and in agent-priv.conf a stanza `pve: " + name + "` with the secret, as `token …`.");
        }
    }

    private static void pbs(HostSurvey survey, boolean here, Optional<Storage> elsewhere, List<String> lines) {
        lines.add(
                here
                        ? "This backup server is seen without a token. To see it from another host, type here:"
                        : "To see the backup server "
                                + elsewhere.map(Storage::server).orElse("") + " from here, type there:");
        lines.add("    proxmox-backup-manager user create allclear@pbs");
        lines.add("    proxmox-backup-manager user generate-token allclear@pbs agent");
        grant(lines, "/", "Audit");
        if (!here || has(survey, Kind.SYNC)) {
            grant(lines, "/remote", "RemoteAudit");
        }
        if (has(survey, Kind.TAPE)) {
            grant(lines, "/tape", "TapeAudit");
        }
        elsewhere.filter(storage -> !here).ifPresent(storage -> {
            lines.add("then add to agent.conf");
            lines.add("    pbs: " + storage.id());
            lines.add("    \turl https://" + storage.server() + ":8007");
            lines.add("    \ttoken-id allclear@pbs!agent");
            if (storage.fingerprint() != null) {
                lines.add("    \tfingerprint " + storage.fingerprint());
            }
            lines.add("and to agent-priv.conf a stanza `pbs: " + storage.id() + "` with the secret, as `token …`.");
        });
    }

    private static boolean has(HostSurvey survey, Kind kind) {
        return survey.storeJobs().stream().anyMatch(job -> job.kind() == kind);
    }

    private static void grant(List<String> lines, String path, String role) {
        for (String who : List.of("allclear@pbs", "allclear@pbs!agent")) {
            lines.add("    proxmox-backup-manager acl update " + path + " " + role + " --auth-id '" + who + "'");
        }
    }

    /** A table of what to set in Uptime Kuma. */
    public static List<String> kuma(Proposal proposal, Instant now, ZoneId zone) {
        List<String> lines = new ArrayList<>();
        lines.add(row("heartbeat", "heartbeat interval", "retries", "resend", "schedule"));
        for (Proposed heartbeat : proposal.heartbeats()) {
            Optional<MonitorWindow> window = CalendarEvent.parse(heartbeat.schedule())
                    .flatMap(event -> new Timetable(event, zone).window(now, USUAL, Heartbeat.DEFAULT_GRACE));
            lines.add(row(
                    heartbeat.name(),
                    window.map(found -> found.recommended().toSeconds() + " s").orElse("none fits"),
                    "0",
                    "0",
                    heartbeat.schedule()));
        }
        return lines;
    }

    private static String row(String name, String interval, String retries, String resend, String schedule) {
        return String.format(Locale.ROOT, "  %-32s  %-18s  %-7s  %-6s  %s", name, interval, retries, resend, schedule)
                .stripTrailing();
    }
}
