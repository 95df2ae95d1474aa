package dev.allclear.it.fleet;

import org.jspecify.annotations.Nullable;

/**
 * A package that can be updated.
 *
 * @param old the installed version; null if it would be new
 */
public record PackageUpdate(String name, @Nullable String old, String version) {

    /** Its row in the answer of PVE, which also says up to which version root was told. */
    Fields pve() {
        return row().with("NotifyStatus", null);
    }

    /** Its row in the answer of PBS. */
    Fields pbs() {
        return row();
    }

    private Fields row() {
        return new Fields()
                .with("Package", name)
                .with("Title", name + " in short")
                .with("Description", "What " + name + " is for,\nin more than one line.")
                .withIf(old != null, "OldVersion", old)
                .with("Version", version)
                .with("Origin", "Proxmox")
                .with("Section", "admin")
                .with("Priority", "optional")
                .with("Arch", "amd64");
    }
}
