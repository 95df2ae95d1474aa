package dev.allclear.deliver.kuma;

import dev.allclear.deliver.Push;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The address of a push monitor as Uptime Kuma shows it, {@code https://host/api/push/TOKEN?status=up&msg=OK&ping=}.
 *
 * <p>The parameters status, msg and ping are replaced and never appended: a second {@code status} makes Kuma store a DOWN, with
 * HTTP 200 and {@code ok:true}, and a second {@code msg} is stored as {@code [object Object]} (Kuma 1.23 and 2.5). All other
 * parameters are kept, in front. Doubled slashes and a slash at the end, to which Kuma answers with its front page and no beat,
 * are removed.
 *
 * <p>The token is the monitor's only protection. {@link #toString()} hides it, and {@link #hide(String)} takes it out of what
 * others say. Immutable and thread-safe.
 */
public final class PushUrl {
    /** Kuma takes at most this, and answers 404 without a beat to anything outside (since 2.1). */
    static final long LONGEST_PING = 100_000_000_000L;

    /** What Kuma's Node accepts is 16 KiB for the whole head, nginx by default 8 KiB for its first line. */
    static final int MSG_LIMIT = 4096;

    private static final Set<String> OURS = Set.of("status", "msg", "ping");
    private static final Pattern ANY_TOKEN = Pattern.compile("(api/push/)[^\\s\"'<>?&#]+", Pattern.CASE_INSENSITIVE);

    private final String scheme;
    private final String host;
    private final int port;
    private final String prefix;
    private final String token;
    private final String own;
    private final @Nullable String login;

    /** @param own the parameters that are kept, each followed by an ampersand */
    PushUrl(String scheme, String host, int port, String prefix, String token, String own, @Nullable String login) {
        this.scheme = scheme;
        this.host = host;
        this.port = port;
        this.prefix = prefix;
        this.token = token;
        this.own = own;
        this.login = login;
    }

    /** What came of reading a text as a push URL. */
    public sealed interface Parsed {}

    /** It is one. */
    public record Valid(PushUrl url) implements Parsed {}

    /**
     * It is none.
     *
     * @param reason what is wrong and what to write instead; never contains the token
     */
    public record Invalid(String reason) implements Parsed {}

    /** Reads a URL as copied from Kuma; blanks around it do not matter. */
    public static Parsed parse(String text) {
        return PushUrlParser.parse(text);
    }

    /** Why this is no push URL and what to write instead, or empty if it is one; never contains the token. */
    public static Optional<String> fault(String text) {
        return parse(text) instanceof Invalid invalid ? Optional.of(invalid.reason()) : Optional.empty();
    }

    static boolean isOurs(String parameter) {
        String name = Percent.decode(parameter.split("=", 2)[0]);
        int bracket = name.indexOf('[');
        return OURS.contains(bracket < 0 ? name : name.substring(0, bracket));
    }

    String scheme() {
        return scheme;
    }

    /** Without brackets around an IPv6 address. */
    String host() {
        return host;
    }

    /** -1 when the URL does not name one. */
    int port() {
        return port;
    }

    int portInUse() {
        return port >= 0 ? port : secure() ? 443 : 80;
    }

    boolean secure() {
        return scheme.equals("https");
    }

    /** The value of an Authorization header when the URL carries a user and a password for a proxy; null when not. */
    @Nullable
    String authorization() {
        return login == null
                ? null
                : "Basic "
                        + Base64.getEncoder()
                                .encodeToString(Percent.decode(login.replace("+", "%2B"))
                                        .getBytes(StandardCharsets.UTF_8));
    }

    /** Path and query of one push, relative to the host. A down has no ping: Kuma would draw it among those of the successes. */
    URI target(Push push) {
        String msg = Percent.encode(push.msg(), MSG_LIMIT);
        String beat = push.up() ? "status=up&msg=" + msg + "&ping=" + ping(push.duration()) : "status=down&msg=" + msg;
        return URI.create(prefix + token + "?" + own + beat);
    }

    /** At least 1, since Kuma stores no ping for 0. */
    private static long ping(Duration duration) {
        if (duration.compareTo(Duration.ofMillis(LONGEST_PING)) >= 0) {
            return LONGEST_PING;
        }
        return duration.isNegative() ? 1 : Math.max(1, duration.toMillis());
    }

    /** The same text with this URL's token and login, and any other push token in it, replaced by {@code ***}. */
    public String hide(String text) {
        String hidden = ANY_TOKEN.matcher(text).replaceAll("$1***");
        for (String secret : new String[] {token, Percent.decode(token), login, authorization()}) {
            if (secret != null) {
                hidden = Pattern.compile(Pattern.quote(secret), Pattern.CASE_INSENSITIVE)
                        .matcher(hidden)
                        .replaceAll("***");
            }
        }
        return hidden;
    }

    /** For people: without token, login and parameters. */
    @Override
    public String toString() {
        String shown = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return scheme + "://" + shown + (port < 0 ? "" : ":" + port) + prefix + "***";
    }
}
