package dev.allclear.it.receiver;

import dev.allclear.it.http.Identity;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A real Postfix of its own configuration and queue, on a loopback port, with STARTTLS by a certificate of its own and SASL
 * logins. It delivers every mail for {@link #DOMAIN} into one directory and nothing to anywhere else. Needs root, and
 * Debian's postfix, sasl2-bin and libsasl2-modules. Thread-safe.
 */
public final class Postfix implements AutoCloseable {
    /** Whose mails it takes. */
    public static final String DOMAIN = "allclear.test";

    /** Who may log in. */
    public static final String USER = "agent@" + DOMAIN;

    /** To whom it takes no mail. */
    public static final String REFUSED = "nobody@" + DOMAIN;

    private static final String HOST = "localhost";
    private static final Path SYSTEM = Path.of("/etc/postfix");
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Path home;
    private final int port;
    private final Identity identity = Identity.create(HOST);

    private Postfix(Path home, int port) {
        this.home = home;
        this.port = port;
    }

    /** Why there can be none on this machine; empty if there can. */
    public static Optional<String> missing() {
        if (!Files.isWritable(Path.of("/etc/shadow"))) {
            return Optional.of("a Postfix can only be started by root");
        }
        return Stream.of("/usr/sbin/postfix", "/usr/sbin/sendmail", "/usr/sbin/saslpasswd2")
                .filter(program -> !Files.isExecutable(Path.of(program)))
                .findFirst()
                .map(program -> "there is no " + program
                        + "; type: apt-get install --no-install-recommends postfix sasl2-bin libsasl2-modules");
    }

    /** Starts one, which takes mails when this returns. */
    public static Postfix start(String password) {
        try {
            // Not below a directory of the tests' own, which Postfix's users could not enter.
            Path home = Files.createTempDirectory("allclear-postfix");
            Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
            Postfix postfix = new Postfix(home, freePort());
            postfix.configure(password);
            postfix.run("start");
            postfix.awaitListening();
            return postfix;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return any.getLocalPort();
        }
    }

    private void configure(String password) throws IOException {
        Files.createDirectories(home.resolve("conf/sasl"));
        Files.createDirectories(home.resolve("queue"));
        Path mail = Files.createDirectories(home.resolve("mail"));
        Path data = Files.createDirectories(home.resolve("data"));
        Files.writeString(home.resolve("conf/tls.pem"), identity.pem());
        Files.setPosixFilePermissions(home.resolve("conf/tls.pem"), PosixFilePermissions.fromString("rw-------"));
        for (Path own : List.of(mail, data)) {
            Files.setOwner(
                    own, own.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("postfix"));
        }
        int uid = (int) Files.getAttribute(data, "unix:uid");
        Files.writeString(home.resolve("conf/main.cf"), PostfixFiles.main(home, uid));
        Files.writeString(home.resolve("conf/master.cf"), PostfixFiles.master(port));
        for (String file : List.of("postfix-files", "dynamicmaps.cf")) {
            Files.copy(SYSTEM.resolve(file), home.resolve("conf").resolve(file));
        }
        Path logins = home.resolve("conf/sasl/logins");
        Files.writeString(
                home.resolve("conf/sasl/smtpd.conf"),
                "pwcheck_method: auxprop\nauxprop_plugin: sasldb\nsasldb_path: " + logins
                        + "\nmech_list: PLAIN LOGIN\n");
        command(password, "/usr/sbin/saslpasswd2", "-p", "-c", "-f", logins.toString(), "-u", DOMAIN, "agent");
        Files.setOwner(
                logins, logins.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("postfix"));
    }

    private void run(String what) throws IOException {
        command("", "/usr/sbin/postfix", "-c", home.resolve("conf").toString(), what);
    }

    private void command(String input, String... command) throws IOException {
        Path said = home.resolve("said");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        try (OutputStream in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        }
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IllegalStateException(
                        String.join(" ", command) + " failed: " + Files.readString(said) + log());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private void awaitListening() throws IOException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
                return;
            } catch (IOException e) {
                if (System.nanoTime() > end) {
                    throw new IOException("Postfix does not listen: " + log(), e);
                }
            }
        }
    }

    /** Its log so far. */
    public String log() {
        try {
            Path log = home.resolve("log");
            return Files.exists(log) ? Files.readString(log, StandardCharsets.ISO_8859_1) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The name under which it is reached, for which its certificate is. */
    public String host() {
        return HOST;
    }

    /** Where it listens. */
    public int port() {
        return port;
    }

    /** The options that make a Java trust it, and nobody else. */
    public String javaTrust(Path directory) {
        char[] password = "changeit".toCharArray();
        Path store = directory.resolve("trust.p12");
        try (OutputStream out = Files.newOutputStream(store)) {
            KeyStore trust = KeyStore.getInstance("PKCS12");
            trust.load(null, password);
            trust.setCertificateEntry("postfix", identity.certificate());
            trust.store(out, password);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
        return "-Djavax.net.ssl.trustStore=" + store + " -Djavax.net.ssl.trustStorePassword=changeit";
    }

    /** A command before another one, for which this is the host's mail server: what it gives to sendmail comes here. */
    public String[] asTheHosts() {
        return new String[] {
            "unshare",
            "--mount",
            "sh",
            "-c",
            "mount --bind '" + home.resolve("conf") + "' " + SYSTEM + " && exec \"$@\"",
            "sh"
        };
    }

    /** Why {@link #asTheHosts()} does not work on this machine; empty if it does. */
    public static Optional<String> cannotBeTheHosts() {
        try {
            Process tried = new ProcessBuilder("unshare", "--mount", "sh", "-c", "mount --bind /tmp /etc/postfix")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return tried.waitFor() == 0 ? Optional.empty() : Optional.of("this machine allows no mounts");
        } catch (IOException e) {
            return Optional.of("there is no unshare: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted");
        }
    }

    /** The delivered mails, oldest first; one for each recipient. */
    public List<Mail> mails() {
        Path arrived = home.resolve("mail/inbox/new");
        if (!Files.isDirectory(arrived)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(arrived)) {
            return files.sorted(Comparator.comparing(Postfix::written).thenComparing(Comparator.naturalOrder()))
                    .map(Postfix::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long written(Path file) {
        return file.toFile().lastModified();
    }

    private static Mail read(Path file) {
        try {
            return new Mail(Files.readString(file, StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            run("stop");
            try (Stream<Path> all = Files.walk(home)) {
                all.sorted(Comparator.reverseOrder())
                        .forEach(path -> path.toFile().delete());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
