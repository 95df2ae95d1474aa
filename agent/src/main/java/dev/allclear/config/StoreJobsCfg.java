package dev.allclear.config;

import dev.allclear.config.TolerantSections.Stanza;
import dev.allclear.verdict.StoreJob;
import dev.allclear.verdict.StoreJob.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The jobs of a Proxmox Backup Server as its configuration has them, one file per kind in {@code /etc/proxmox-backup}.
 * Garbage collection is no job of its own: every datastore has it, with or without a schedule. Source: PBS 2 to 4,
 * {@code pbs-config/src}.
 */
public enum StoreJobsCfg {
    DATASTORES("datastore.cfg", "datastore", Kind.GC),
    PRUNE("prune.cfg", "prune", Kind.PRUNE),
    SYNC("sync.cfg", "sync", Kind.SYNC),
    VERIFICATION("verification.cfg", "verification", Kind.VERIFY),
    TAPE("tape-job.cfg", "backup", Kind.TAPE);

    private static final String KEPT = "the other lines are used; edit the job in the web interface and save it again";

    private final String fileName;
    private final String stanzaType;
    private final Kind kind;

    StoreJobsCfg(String fileName, String stanzaType, Kind kind) {
        this.fileName = fileName;
        this.stanzaType = stanzaType;
        this.kind = kind;
    }

    /**
     * What was read. Immutable and thread-safe.
     *
     * @param jobs in file order; a disabled one has no schedule
     * @param problems the lines that mean nothing
     */
    public record Parsed(List<StoreJob> jobs, List<Problem> problems) {
        public Parsed {
            jobs = List.copyOf(jobs);
            problems = List.copyOf(problems);
        }
    }

    /** The file's name in the directory of the configuration. */
    public String fileName() {
        return fileName;
    }

    /**
     * Reads the file's text. Never throws.
     *
     * @param file the file's name for the problems
     */
    public Parsed parse(String file, String text) {
        TolerantSections.Parsed parsed = TolerantSections.parse(file, text, Set.of(stanzaType), KEPT);
        List<StoreJob> jobs = new ArrayList<>();
        List<Problem> problems = new ArrayList<>(parsed.problems());
        for (Stanza stanza : parsed.stanzas()) {
            String store = kind == Kind.GC ? stanza.id() : stanza.value("store");
            if (store == null) {
                String message = "the job '" + stanza.id() + "' names no datastore ('store')";
                problems.add(new Problem(file, 0, Problem.Kind.MISSING_REQUIRED, message, KEPT));
            } else {
                jobs.add(new StoreJob(kind, stanza.id(), store, schedule(stanza)));
            }
        }
        return new Parsed(jobs, problems);
    }

    /** Only prune jobs can be disabled; then the scheduler passes them over. */
    private @Nullable String schedule(Stanza stanza) {
        String disabled = stanza.value("disable");
        boolean off = disabled != null && ValueKind.SWITCH.canonical(disabled).equals("true");
        return off ? null : stanza.value(kind == Kind.GC ? "gc-schedule" : "schedule");
    }
}
