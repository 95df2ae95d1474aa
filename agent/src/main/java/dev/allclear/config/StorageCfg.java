package dev.allclear.config;

import dev.allclear.config.TolerantSections.Stanza;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code /etc/pve/storage.cfg}, as far as it speaks of backups. Source: PVE 7 to 9.2. */
public final class StorageCfg {
    private static final Set<String> TYPES = Set.of(
            "pbs",
            "dir",
            "nfs",
            "cifs",
            "cephfs",
            "glusterfs",
            "btrfs",
            "zfspool",
            "zfs",
            "lvm",
            "lvmthin",
            "rbd",
            "iscsi",
            "iscsidirect",
            "esxi");

    /**
     * A storage. Immutable and thread-safe.
     *
     * @param type {@code pbs}, {@code dir}, {@code nfs}, …
     * @param id its name
     * @param server the host that it is on, if the type has one
     * @param datastore of a backup server
     * @param fingerprint of a backup server's certificate, when it is pinned
     */
    public record Storage(
            String type,
            String id,
            @Nullable String server,
            @Nullable String datastore,
            @Nullable String fingerprint) {}

    private StorageCfg() {}

    /** The storages in file order; those of unknown types are left out. Never throws. */
    public static List<Storage> parse(String text) {
        return TolerantSections.parse("storage.cfg", text, TYPES, "").stanzas().stream()
                .map(StorageCfg::storage)
                .toList();
    }

    private static Storage storage(Stanza stanza) {
        return new Storage(
                stanza.type(),
                stanza.id(),
                stanza.value("server"),
                stanza.value("datastore"),
                stanza.value("fingerprint"));
    }
}
