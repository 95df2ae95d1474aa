package dev.allclear.config;

import dev.allclear.config.AgentConf.Reading;
import dev.allclear.config.Problem.Kind;
import dev.allclear.task.Upid.Product;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds and reads the configuration files. Immutable and thread-safe. */
final class ConfFiles {
    private static final Path PVE = Path.of("/etc/pve");
    private static final Path USUAL_LEDGER = Path.of("/var/lib/allclear");
    private static final int LARGEST = 1 << 20;

    /** A file that cannot be used; the problem says why. */
    private static final class Unusable extends Exception {
        private static final long serialVersionUID = 1;
        private final transient Problem problem;

        Unusable(Path file, int line, String message, String suggestion) {
            super(message);
            problem = new Problem(file.toString(), line, Kind.UNREADABLE, message, suggestion);
        }
    }

    private final Map<String, String> environment;
    private final PushUrlRule rule;
    private final Predicate<Path> exists;

    ConfFiles(Map<String, String> environment, PushUrlRule rule) {
        this(environment, rule, Files::isDirectory);
    }

    /** @param exists whether a task directory is there */
    ConfFiles(Map<String, String> environment, PushUrlRule rule, Predicate<Path> exists) {
        this.environment = environment;
        this.rule = rule;
        this.exists = exists;
    }

    Reading read(Path agentConf, @Nullable Path privConf) {
        try {
            AgentConfReader.Text agent = text(agentConf);
            Path priv = privConf == null ? findPrivate(agentConf) : privConf;
            return new AgentConfReader(agent, priv == null ? null : text(priv), rule, ConfFiles::find)
                    .read(ledger(), here());
        } catch (Unusable unusable) {
            return new Reading.Faulty(List.of(unusable.problem), List.of());
        }
    }

    /** The products that keep their tasks on this host, by the directories that both make at installation. */
    private Set<Product> here() {
        return Arrays.stream(Product.values())
                .filter(product -> exists.test(LocalStanza.usual(product).tasks()))
                .collect(Collectors.toUnmodifiableSet());
    }

    private @Nullable Path findPrivate(Path agentConf) {
        String credentials = environment.getOrDefault("CREDENTIALS_DIRECTORY", "");
        Path handedOver = Path.of(credentials, PrivateFile.USUAL_NAME);
        if (!credentials.isEmpty() && Files.exists(handedOver)) {
            return handedOver;
        }
        Path beside = agentConf.resolveSibling(PrivateFile.USUAL_NAME);
        return Files.exists(beside) ? beside : null;
    }

    /** systemd separates several state directories with colons; the first one is ours. */
    private Path ledger() {
        String state = environment.getOrDefault("STATE_DIRECTORY", "");
        int colon = state.indexOf(':');
        String first = colon < 0 ? state : state.substring(0, colon);
        return first.isEmpty() ? USUAL_LEDGER : Path.of(first);
    }

    /** A file of Proxmox, which is missing where nobody changed the built-ins. */
    private static TextSource.Found find(Path file) {
        if (Files.notExists(file)) {
            return new TextSource.Missing();
        }
        try {
            return new TextSource.Present(text(file));
        } catch (Unusable unusable) {
            return new TextSource.Unusable(file.startsWith(PVE) ? withAdvice(unusable.problem) : unusable.problem);
        }
    }

    /** The modes of PVE's own file system are fixed: 0640 root:www-data, and below priv/ only for root. */
    static Problem withAdvice(Problem problem) {
        return new Problem(
                problem.file(),
                problem.line(),
                problem.kind(),
                problem.message(),
                problem.file().startsWith(PVE + "/priv/")
                        ? "only root reads there: hand it over by a line 'LoadCredential=pve-notifications:"
                                + problem.file()
                                + "' in the service, and name /run/credentials/allclear.service/pve-notifications as"
                                + " the second file of 'notifications'"
                        : "let the service's user be of the group www-data");
    }

    private static AgentConfReader.Text text(Path file) throws Unusable {
        byte[] bytes = bytes(file);
        if (bytes.length > LARGEST) {
            throw new Unusable(file, 0, "is larger than 1 MiB, which no configuration is", "name another file");
        }
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == 0) {
                throw new Unusable(
                        file, lineOf(bytes, i), "contains a NUL byte: this is no text file", "save it as plain UTF-8");
            }
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(buffer).toString();
            return new AgentConfReader.Text(file.toString(), text, isWorldReadable(file));
        } catch (CharacterCodingException malformed) {
            throw new Unusable(
                    file, lineOf(bytes, buffer.position()), "is not UTF-8 from this line on", "save it as plain UTF-8");
        }
    }

    private static byte[] bytes(Path file) throws Unusable {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            String kind = Files.isDirectory(file) ? "is a directory" : "is not a regular file";
            throw new Unusable(file, 0, kind, "name the file itself");
        }
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(LARGEST + 1);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static Unusable unreadable(Path file, IOException reason) {
        String user = System.getProperty("user.name", "this user");
        for (Path above = file.toAbsolutePath().getParent(); above != null; above = above.getParent()) {
            if (Files.isDirectory(above) && !Files.isExecutable(above)) {
                return new Unusable(
                        file,
                        0,
                        "cannot be read: user " + user + " lacks the right to enter " + above,
                        "type: chgrp $(id -gn " + user + ") " + above + " && chmod g+x " + above);
            }
        }
        if (!Files.exists(file)) {
            return new Unusable(file, 0, "there is no such file", """
                    write one with these three lines (an empty line between two such stanzas):
                    heartbeat: nightly
                    \tjob ID-OF-THE-JOB-IN-/etc/pve/jobs.cfg
                    \turl PUSH-URL-AS-SHOWN-BY-UPTIME-KUMA""");
        }
        return Files.isReadable(file)
                ? new Unusable(file, 0, "cannot be read: " + reason.getMessage(), "look at the disk: dmesg | tail")
                : new Unusable(
                        file,
                        0,
                        "cannot be read: user " + user + " lacks the right to read it",
                        "type: chgrp $(id -gn " + user + ") " + file + " && chmod g+r " + file);
    }

    private static int lineOf(byte[] bytes, int position) {
        int line = 1;
        for (int i = 0; i < position; i++) {
            line += bytes[i] == '\n' ? 1 : 0;
        }
        return line;
    }

    private static boolean isWorldReadable(Path file) {
        try {
            return Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ);
        } catch (IOException | UnsupportedOperationException unknown) {
            return false;
        }
    }
}
