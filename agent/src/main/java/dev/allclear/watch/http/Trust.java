package dev.allclear.watch.http;

import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Whose certificate is believed. With fingerprints nothing else matters, neither the name in the certificate nor who signed
 * it nor its dates; without them the chain must end at an authority and the name must be that of the URL. Immutable and
 * thread-safe; files are read when a connection is made, not here.
 */
public final class Trust {
    /** The CA that a PVE cluster signs the certificates of its nodes with, readable by root and www-data. */
    static final Path PVE_ROOT_CA = Path.of("/etc/pve/pve-root-ca.pem");

    private final Set<String> fingerprints;
    private final Authorities authorities;

    private Trust(Set<String> fingerprints, Authorities authorities) {
        this.fingerprints = Set.copyOf(fingerprints);
        this.authorities = authorities;
    }

    /**
     * Which authorities count; equal ones share their TLS context.
     *
     * @param files PEM files with their certificates
     * @param optional whether a file that does not exist is no error
     * @param system whether those of the system's Java count as well
     */
    record Authorities(List<Path> files, boolean optional, boolean system) {}

    /**
     * Only certificates with one of these SHA-256 fingerprints, 32 hex pairs with colons in either case.
     *
     * @throws IllegalArgumentException if there is none, or one that is no fingerprint
     */
    public static Trust pinned(Collection<String> fingerprints) {
        Set<String> pins = new LinkedHashSet<>();
        for (String text : fingerprints) {
            pins.add(Fingerprint.parse(text)
                    .orElseThrow(() -> new IllegalArgumentException(
                            "\"" + text + "\" is no SHA-256 fingerprint: 32 pairs of hex digits with colons")));
        }
        if (pins.isEmpty()) {
            throw new IllegalArgumentException("no fingerprint");
        }
        return new Trust(pins, new Authorities(List.of(), true, false));
    }

    /** Only certificates signed by one of the authorities in this PEM file, which is read again when it changes. */
    public static Trust authority(Path caFile) {
        return new Trust(Set.of(), new Authorities(List.of(caFile), false, false));
    }

    /** Certificates signed by an authority of the system or, on a PVE host, by the CA of its cluster. */
    public static Trust ofTheHost() {
        return new Trust(Set.of(), new Authorities(List.of(PVE_ROOT_CA), true, true));
    }

    boolean pinned() {
        return !fingerprints.isEmpty();
    }

    Set<String> fingerprints() {
        return fingerprints;
    }

    Authorities authorities() {
        return authorities;
    }
}
