package dev.allclear.deliver.http;

import java.net.IDN;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where to send to. Read by hand and not with {@link URI}: that knows no host names with an underscore, and its exceptions quote
 * the whole text, secrets included. {@link #toString()} shows scheme, host and port alone. Immutable and thread-safe.
 */
public final class HttpUrl {
    /** Leaves room for a message in the 8 KiB that nginx accepts. */
    public static final int LONGEST = 2048;

    private static final Pattern URL =
            Pattern.compile("(https?)://([^/?#]*)([^?#]*)(?:\\?([^#]*))?(?:#.*)?", Pattern.CASE_INSENSITIVE);
    private static final Pattern AUTHORITY =
            Pattern.compile("(?:(.*)@)?(\\[([0-9A-Fa-f:.]+)]|[^\\[\\]@:]+)(?::(\\d*))?");

    private final String scheme;
    private final String host;
    private final int port;
    private final @Nullable String login;
    private final String path;
    private final String query;

    private HttpUrl(String scheme, String host, int port, @Nullable String login, String path, String query) {
        this.scheme = scheme;
        this.host = host;
        this.port = port;
        this.login = login;
        this.path = path;
        this.query = query;
    }

    /** What came of reading a text as a URL. */
    public sealed interface Parsed {}

    /** It is one. */
    public record Valid(HttpUrl url) implements Parsed {}

    /** It is none; {@code reason} says why and never quotes it. */
    public record Fault(String reason) implements Parsed {}

    /**
     * Reads a URL; blanks around it do not matter, and what may not stand in a URL is percent-encoded.
     *
     * @param what it is called in a fault, such as {@code push URL}
     */
    public static Parsed parse(String text, String what) {
        String url = text.strip();
        if (url.isEmpty()) {
            return new Fault("the " + what + " is empty");
        }
        if (url.length() > LONGEST) {
            return new Fault("the " + what + " has " + url.length() + " characters, more than " + LONGEST);
        }
        if (url.codePoints().anyMatch(c -> Character.isWhitespace(c) || Character.isISOControl(c))) {
            return new Fault("there is a blank or a control character inside the " + what);
        }
        Matcher parts = URL.matcher(url);
        if (!parts.matches()) {
            return new Fault("a " + what + " starts with http:// or https://");
        }
        String scheme = parts.group(1).toLowerCase(Locale.ROOT);
        Matcher at = AUTHORITY.matcher(parts.group(2));
        if (!at.matches()) {
            return new Fault("the " + what + " has no valid host after " + scheme + "://");
        }
        int port = port(at.group(4));
        if (port == 0) {
            return new Fault("the port in the " + what + " is not a number from 1 to 65535");
        }
        String host = host(at);
        if (host == null) {
            return new Fault("the host in the " + what + " is no valid name");
        }
        @Nullable String query = parts.group(4);
        String repaired = query == null ? "" : Percent.repair(query);
        return new Valid(new HttpUrl(scheme, host, port, at.group(1), path(parts.group(3)), repaired));
    }

    /** Two slashes at the beginning would make a host of what follows. */
    private static String path(String raw) {
        String path = Percent.repair(raw).replaceFirst("^/{2,}", "/");
        return path.isEmpty() ? "/" : path;
    }

    /** -1 when absent, 0 when invalid. */
    private static int port(@Nullable String digits) {
        if (digits == null || digits.isEmpty()) {
            return -1;
        }
        int port = digits.length() > 5 ? 0 : Integer.parseInt(digits);
        return port > 65535 ? 0 : port;
    }

    private static @Nullable String host(Matcher authority) {
        if (authority.group(3) != null) {
            return authority.group(3);
        }
        try {
            String host = IDN.toASCII(authority.group(2));
            return host.matches("[A-Za-z0-9._~-]+") ? host : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** {@code http} or {@code https}. */
    public String scheme() {
        return scheme;
    }

    /** Without brackets around an IPv6 address. */
    public String host() {
        return host;
    }

    /** -1 when the URL does not name one. */
    public int port() {
        return port;
    }

    int portInUse() {
        return port >= 0 ? port : secure() ? 443 : 80;
    }

    /** Whether it is https. */
    public boolean secure() {
        return scheme.equals("https");
    }

    /** Begins with a slash; percent-encoded. */
    public String path() {
        return path;
    }

    /** Without the question mark; empty for none; percent-encoded. */
    public String query() {
        return query;
    }

    /** The same host with another path, percent-encoded where necessary. */
    public HttpUrl withPath(String other) {
        return new HttpUrl(scheme, host, port, login, path(other), query);
    }

    /** The same with another query, percent-encoded where necessary. */
    public HttpUrl withQuery(String other) {
        return new HttpUrl(scheme, host, port, login, path, Percent.repair(other));
    }

    /** The same with more behind its path, one slash between them; the query stays. */
    public HttpUrl slash(String more) {
        return withPath(path.replaceFirst("/+$", "") + "/" + more);
    }

    /** The same with one more parameter, whose value is encoded and cut at {@code limit} characters. */
    public HttpUrl and(String name, String value, int limit) {
        String parameter = name + "=" + Percent.encode(value, limit);
        return new HttpUrl(scheme, host, port, login, path, query.isEmpty() ? parameter : query + "&" + parameter);
    }

    /** The same without the parameters of these names. */
    public HttpUrl without(Set<String> names) {
        String kept = Arrays.stream(query.split("&", -1))
                .filter(parameter -> !parameter.isEmpty()
                        && !names.contains(Percent.decode(parameter.split("=", 2)[0])))
                .collect(Collectors.joining("&"));
        return withQuery(kept);
    }

    /** The parts of the path between the slashes, percent-encoded; empty ones left out. */
    public List<String> segments() {
        return Arrays.stream(path.split("/", -1))
                .filter(part -> !part.isEmpty())
                .toList();
    }

    /** Everything that may be a secret when nothing is known about the path: its parts and the values of the parameters. */
    public List<String> allSecrets() {
        List<String> all = new ArrayList<>(loginSecrets());
        all.addAll(segments());
        for (String parameter : query.split("&", -1)) {
            all.add(parameter.substring(parameter.indexOf('=') + 1));
        }
        return all;
    }

    /** Path and query, as they stand in the first line of a request. */
    public URI target() {
        return URI.create(query.isEmpty() ? path : path + "?" + query);
    }

    /** The value of an Authorization header when the URL carries a user and a password; null when not. */
    public @Nullable String authorization() {
        return login == null
                ? null
                : "Basic "
                        + Base64.getEncoder()
                                .encodeToString(Percent.decode(login.replace("+", "%2B"))
                                        .getBytes(StandardCharsets.UTF_8));
    }

    /** What of the login must not be shown. */
    public List<String> loginSecrets() {
        String header = authorization();
        if (login == null || header == null) {
            return List.of();
        }
        String password = login.substring(login.indexOf(':') + 1);
        return List.of(login, header.substring("Basic ".length()), password);
    }

    /** For people: scheme, host and port. */
    @Override
    public String toString() {
        String shown = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return scheme + "://" + shown + (port < 0 ? "" : ":" + port);
    }
}
