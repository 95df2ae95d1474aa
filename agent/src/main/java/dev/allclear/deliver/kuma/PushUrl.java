package dev.allclear.deliver.kuma;

import dev.allclear.deliver.Push;
import dev.allclear.deliver.http.HttpUrl;
import dev.allclear.deliver.http.Peer;
import dev.allclear.deliver.http.Percent;
import dev.allclear.deliver.http.Secrets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The address of a push monitor as Uptime Kuma shows it, {@code https://host/api/push/TOKEN?status=up&msg=OK&ping=}.
 *
 * <p>The parameters status, msg and ping are replaced and never appended: a second {@code status} makes Kuma store a DOWN, with
 * HTTP 200 and {@code ok:true}, and a second {@code msg} is stored as {@code [object Object]} (Kuma 1.23 and 2.5). All other
 * parameters are kept, in front. Doubled slashes and a slash at the end, to which Kuma answers with its front page and no beat,
 * are removed.
 *
 * <p>The token is the monitor's only protection. {@link #toString()} hides it, and {@link #peer()} takes it out of what others
 * say. Immutable and thread-safe.
 */
public final class PushUrl {
    /** Kuma takes at most this, and answers 404 without a beat to anything outside (since 2.1). */
    static final long LONGEST_PING = 100_000_000_000L;

    /** What Kuma's Node accepts is 16 KiB for the whole head, nginx by default 8 KiB for its first line. */
    static final int MSG_LIMIT = 4096;

    private static final Set<String> OURS = Set.of("status", "msg", "ping");

    private final HttpUrl base;
    private final String prefix;
    private final String token;
    private final String own;
    private final Secrets secrets;

    /**
     * @param base the server
     * @param prefix the path up to the token
     * @param own the parameters that are kept, each followed by an ampersand
     */
    PushUrl(HttpUrl base, String prefix, String token, String own) {
        this.base = base;
        this.prefix = prefix;
        this.token = token;
        this.own = own;
        List<String> hidden = new ArrayList<>(base.loginSecrets());
        hidden.add(token);
        this.secrets = Secrets.of(hidden);
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

    boolean secure() {
        return base.secure();
    }

    HttpUrl base() {
        return base;
    }

    /** Kuma, as it is spoken of. */
    Peer peer() {
        return new Peer(
                toString(),
                "Kuma",
                "the push URL",
                "Compare the URL with \"Push URL\" on the monitor's page; with a sub-path the proxy must strip it before"
                        + " Kuma.",
                "Kuma answers only after its notifications are sent, which takes long when a monitor comes back.",
                "Kuma may show a second beat after the next try",
                secrets);
    }

    /** The URL of one push. A down has no ping: Kuma would draw it among those of the successes. */
    HttpUrl target(Push push) {
        String msg = Percent.encode(push.msg(), MSG_LIMIT);
        String beat = push.up() ? "status=up&msg=" + msg + "&ping=" + ping(push.duration()) : "status=down&msg=" + msg;
        return base.withPath(prefix + token).withQuery(own + beat);
    }

    /** At least 1, since Kuma stores no ping for 0. */
    private static long ping(Duration duration) {
        if (duration.compareTo(Duration.ofMillis(LONGEST_PING)) >= 0) {
            return LONGEST_PING;
        }
        return duration.isNegative() ? 1 : Math.max(1, duration.toMillis());
    }

    /** For people: without token, login and parameters. */
    @Override
    public String toString() {
        return base + prefix + "***";
    }
}
