package dev.allclear.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A target as it is written, in both files.
 *
 * @param open its stanza in the public file
 * @param hidden its stanza in the private file; null when it has none
 * @param file the public file's name
 * @param privateFile the private file's name
 * @param proxmox whether the files are Proxmox's, where secrets count only in the private one
 */
record TargetStanza(Section open, @Nullable Section hidden, String file, String privateFile, boolean proxmox) {

    /** A value and where it stands. */
    record Written(String file, int line, String text) {
        /** The place only: the text may be a secret. */
        @Override
        public String toString() {
            return file + ":" + line;
        }
    }

    /** The values of a key of the public file. */
    List<Written> all(String key) {
        return all(open, file, key);
    }

    /** A secret; the private file wins. */
    Optional<Secret> secret(String key) {
        List<Written> all = secrets(key);
        return all.isEmpty()
                ? Optional.empty()
                : Optional.of(new Secret(all.get(all.size() - 1).text()));
    }

    /** Every place of a secret, those of the private file last. */
    List<Written> secrets(String key) {
        List<Written> all = new ArrayList<>();
        if (!proxmox) {
            all.addAll(all(key));
        }
        if (hidden != null) {
            all.addAll(all(hidden, privateFile, key));
        }
        return all;
    }

    private static List<Written> all(Section section, String file, String key) {
        return section.entries().getOrDefault(key, List.of()).stream()
                .map(entry -> new Written(file, entry.line(), entry.text()))
                .toList();
    }
}
