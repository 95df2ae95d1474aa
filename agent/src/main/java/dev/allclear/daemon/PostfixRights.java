package dev.allclear.daemon;

import dev.allclear.config.AgentConf;
import dev.allclear.config.TargetConf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Whether the service's user may put mails into Postfix's in-tray. Postfix's {@code postdrop} is setgid, and the unit's
 * {@code NoNewPrivileges=yes} takes that from it, so the user itself has to be of the group. Immutable and thread-safe.
 * Source: postdrop(1), systemd.exec(5).
 *
 * @param postdrop Postfix's program, which is missing where another mail system is
 * @param users in the form of passwd(5)
 * @param groups in the form of group(5)
 */
public record PostfixRights(Path postdrop, Path users, Path groups) {
    private static final String USER = "allclear";
    private static final String GROUP = "postdrop";

    /** Of this host. */
    public static PostfixRights ofThisHost() {
        return new PostfixRights(Path.of("/usr/sbin/postdrop"), Path.of("/etc/passwd"), Path.of("/etc/group"));
    }

    /**
     * What to do so that mails can be sent; empty if nothing is missing: no target uses sendmail, there is no Postfix, or
     * the service has no user of its own.
     */
    public Optional<String> fault(AgentConf conf) {
        List<String> targets = conf.targets().stream()
                .filter(target -> target instanceof TargetConf.Sendmail
                        && !target.common().disabled())
                .map(TargetConf::name)
                .toList();
        if (targets.isEmpty() || !Files.exists(postdrop) || !hasUser() || isMember()) {
            return Optional.empty();
        }
        return Optional.of(
                String.join(", ", targets) + ": Postfix takes no mail from the user " + USER
                        + " as it is not of the group " + GROUP + ". Type: usermod -aG " + GROUP + " " + USER
                        + " && systemctl restart allclear (or use an `smtp:` target with `server 127.0.0.1` and `mode insecure`)");
    }

    private boolean hasUser() {
        return lines(users).stream().anyMatch(line -> line.startsWith(USER + ":"));
    }

    private boolean isMember() {
        return lines(groups).stream()
                .filter(line -> line.startsWith(GROUP + ":"))
                .map(line -> line.substring(line.lastIndexOf(':') + 1))
                .anyMatch(members -> Arrays.asList(members.split(",", -1)).contains(USER));
    }

    /** Whatever cannot be read is no reason to warn. */
    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            return List.of();
        }
    }
}
