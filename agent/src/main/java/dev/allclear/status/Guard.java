package dev.allclear.status;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who may see anything at all. A web page somewhere can make a browser ask this server under a name of its own that it
 * points to 127.0.0.1 (DNS rebinding), and would then read the answer; so only names of this host are served, and
 * addresses, which nobody can point elsewhere. Thread-safe.
 */
final class Guard {
    private static final Pattern FOUR = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
    private static final Pattern SIX = Pattern.compile("\\[[0-9a-f:.]+]");
    private static final Pattern PORT = Pattern.compile("(.*?)(:[0-9]{0,5})?", Pattern.DOTALL);

    private final Set<String> names;
    private final @Nullable Passwords passwords;

    /**
     * @param names of this host, in lower case
     * @param passwords of those who may look; null when everybody may
     */
    Guard(Set<String> names, @Nullable Passwords passwords) {
        this.names = Set.copyOf(names);
        this.passwords = passwords;
    }

    /** The refusal, or empty if the question may be answered. */
    Optional<Reply> refuse(Question question) {
        String method = question.method();
        if (!method.equals("GET") && !method.equals("HEAD")) {
            return Optional.of(Reply.text(405, "Nothing can be changed here: ask with GET.\n")
                    .with("Allow", "GET, HEAD"));
        }
        List<String> hosts = question.hosts();
        if (hosts.size() != 1 || !known(hosts.get(0))) {
            return Optional.of(Reply.text(
                    421,
                    "This is not a name of this host. Open the page by its address, by localhost or by the host's own"
                            + " name; a proxy in front of it should send one of these as Host.\n"));
        }
        if (passwords != null && !passwords.opens(question.authorizations())) {
            return Optional.of(Reply.text(401, "The page asks for a name and a password.\n")
                    .with("WWW-Authenticate", "Basic realm=\"allclear\", charset=\"UTF-8\""));
        }
        return Optional.empty();
    }

    private boolean known(String header) {
        var parts = PORT.matcher(header.toLowerCase(Locale.ROOT));
        if (!parts.matches()) {
            return false;
        }
        String host = parts.group(1);
        String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        return name.equals("localhost")
                || names.contains(name)
                || FOUR.matcher(host).matches()
                || SIX.matcher(host).matches();
    }
}
