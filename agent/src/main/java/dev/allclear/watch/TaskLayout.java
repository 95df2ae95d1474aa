package dev.allclear.watch;

import dev.allclear.task.Upid;
import dev.allclear.verdict.StoreJob;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How a product lays out its task directory, and which of its tasks are of interest. All others are passed over by their
 * name, and their logs are never opened. Source: PVE {@code PVE/UPID.pm} and {@code PVE/RESTEnvironment.pm}; PBS
 * {@code proxmox-rest-server/src/worker_task.rs}.
 */
enum TaskLayout {
    /** A sub-directory per last hex digit of the start time; a process per task. */
    PVE(Upid.Product.PVE, "Proxmox VE host", "Task logs belong to www-data:root with mode 0640", 5, 1, "index"),

    /** A sub-directory per last two hex digits of the daemon's start; one daemon works on all tasks. */
    PBS(
            Upid.Product.PBS,
            "Proxmox Backup Server",
            "Task logs belong to backup:backup with mode 0644, the lists of tasks with mode 0660",
            4,
            2,
            "archive");

    /** The running tasks; replaced by rename. On PVE also some that ended. */
    static final String ACTIVE = "active";

    private static final Set<String> PVE_TYPES = Set.of("vzdump", "acmerenew");
    private static final Set<String> PBS_TYPES = Stream.concat(
                    Arrays.stream(StoreJob.Kind.values()).map(StoreJob.Kind::workerType),
                    Stream.of("tape-backup", "acme-renew-cert"))
            .collect(Collectors.toUnmodifiableSet());

    private static final String HEX = "0123456789ABCDEF";
    private static final int BITS_PER_DIGIT = 4;

    private final Upid.Product product;
    private final String host;
    private final String rights;
    private final int fieldOfDirectory;
    private final int digits;
    private final String ended;

    TaskLayout(Upid.Product product, String host, String rights, int fieldOfDirectory, int digits, String ended) {
        this.product = product;
        this.host = host;
        this.rights = rights;
        this.fieldOfDirectory = fieldOfDirectory;
        this.digits = digits;
        this.ended = ended;
    }

    static TaskLayout of(Upid.Product product) {
        return product == Upid.Product.PBS ? PBS : PVE;
    }

    /** The product's short name. */
    String product() {
        return product.name();
    }

    /** What a host with this product is called. */
    String host() {
        return host;
    }

    /** Whom the files belong to, in words. */
    String rights() {
        return rights;
    }

    /** The tasks that have ended; appended to, and renamed to {@link #previous} when it is long. */
    String ended() {
        return ended;
    }

    /** What {@link #ended} was before the last rotation; right after it the other one does not exist. */
    String previous() {
        return ended + ".1";
    }

    boolean isList(String name) {
        return name.equals(ACTIVE) || name.equals(ended) || name.equals(previous());
    }

    /** How many sub-directories there can be. */
    int directories() {
        return 1 << (BITS_PER_DIGIT * digits);
    }

    /** The name of a sub-directory. */
    String directory(int number) {
        char last = HEX.charAt(number & 15);
        return digits == 1 ? String.valueOf(last) : "" + HEX.charAt(number >>> BITS_PER_DIGIT) + last;
    }

    /** In which sub-directory the log of a task lies. */
    int number(Upid upid) {
        long value = this == PBS ? upid.pstart() : upid.starttime();
        return (int) value & (directories() - 1);
    }

    /** The same for a UPID that was not parsed: the last digits of the field that decides. -1 if it has none. */
    int numberOfTask(String name) {
        int from = 0;
        int colon = -1;
        for (int field = 0; field < fieldOfDirectory; field++) {
            from = colon + 1;
            colon = name.indexOf(':', from);
            if (colon < 0) {
                return -1;
            }
        }
        return colon - digits < from ? -1 : hex(name, colon - digits, colon);
    }

    /** Which sub-directory has this name, or -1. */
    int numberOfDirectory(String name) {
        return name.length() == digits ? hex(name, 0, digits) : -1;
    }

    /** The value of upper-case hex digits, or -1. */
    private static int hex(String text, int from, int to) {
        int value = 0;
        for (int i = from; i < to; i++) {
            int digit = HEX.indexOf(text.charAt(i));
            if (digit < 0) {
                return -1;
            }
            value = (value << BITS_PER_DIGIT) | digit;
        }
        return value;
    }

    /** The UPID in {@code text} if it is one of a task of this product of a watched type. */
    Optional<Upid> parse(String text) {
        return text.startsWith("UPID:") && watched(text)
                ? Upid.parse(text).filter(upid -> upid.product() == product)
                : Optional.empty();
    }

    /** Before the type: UPID, node, pid, pstart, on PBS the task's number, starttime. */
    private boolean watched(String text) {
        int from = 0;
        for (int i = this == PBS ? 6 : 5; i > 0; i--) {
            from = text.indexOf(':', from) + 1;
            if (from == 0) {
                return false;
            }
        }
        int to = text.indexOf(':', from);
        return to > from && (this == PBS ? PBS_TYPES : PVE_TYPES).contains(text.substring(from, to));
    }
}
