package dev.allclear.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * What this host calls itself. Read from files only: a name service that hangs must not delay the start. Immutable and
 * thread-safe.
 *
 * @param name without domain, as Proxmox names the node
 * @param fullName with domain, as {@code hostname --fqdn} says; the same as {@code name} when it has none
 */
record ThisHost(String name, String fullName) {
    private static final Path KERNEL = Path.of("/proc/sys/kernel/hostname");
    private static final Path HOSTS = Path.of("/etc/hosts");

    static ThisHost read() {
        return of(text(KERNEL).strip(), text(HOSTS));
    }

    /**
     * @param hostname as the kernel knows it
     * @param hosts the text of /etc/hosts, in which the installer of Proxmox writes the full name
     */
    static ThisHost of(String hostname, String hosts) {
        int dot = hostname.indexOf('.');
        if (dot > 0) {
            return new ThisHost(hostname.substring(0, dot), hostname);
        }
        String name = hostname.isEmpty() ? "localhost" : hostname;
        return new ThisHost(
                name,
                hosts.lines()
                        .map(line -> line.replaceFirst("#.*", ""))
                        .map(line -> Arrays.asList(line.strip().split("\\s+")))
                        .filter(words -> words.contains(name))
                        .flatMap(List::stream)
                        .filter(word -> word.startsWith(name + "."))
                        .findFirst()
                        .orElse(name));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return "";
        }
    }
}
