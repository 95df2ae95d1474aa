package dev.allclear.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where the API of a host is: scheme, host and port, nothing else. What a person copies from the browser's address line
 * is refused behind the port, so that nobody believes it to have an effect.
 */
final class ApiUrl implements ValueKind {
    private static final String TLS = "https://";
    private static final String CLEAR = "http://";
    private static final Pattern BEHIND_HOST = Pattern.compile("[/?#\\\\].*");
    private static final Pattern THIS_HOST = Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}|\\[::1]");

    private final int usualPort;
    private final String instead;

    /** @param usualPort the port when none is written */
    ApiUrl(int usualPort) {
        this.usualPort = usualPort;
        this.instead = "write https://HOST or https://HOST:PORT; without a port it is " + usualPort;
    }

    @Override
    public Optional<Fault> fault(String value) {
        String lower = value.toLowerCase(Locale.ROOT);
        if (!lower.startsWith(TLS) && !lower.startsWith(CLEAR)) {
            return Optional.of(new Fault("does not begin with https://", instead));
        }
        String authority = authority(value);
        String behind = value.substring(value.indexOf("://") + 3 + authority.length());
        if (authority.contains("@")) {
            return Optional.of(new Fault(
                    "holds a user or a password, which the API does not take there",
                    "write only https://HOST:PORT; who asks is said by 'token-id' and 'token'"));
        }
        if (!behind.isEmpty() && !behind.equals("/")) {
            String what = behind.startsWith("?") ? "a query" : behind.startsWith("#") ? "a fragment" : "a path";
            return Optional.of(
                    new Fault("has " + what + " behind the host, and the agent knows the paths itself", instead));
        }
        URI uri = parsed(value);
        if (uri == null || uri.getHost() == null) {
            return Optional.of(new Fault("names no host that can be asked", instead));
        }
        if (uri.getPort() == 0 || uri.getPort() > 65535) {
            return Optional.of(new Fault("has a port that cannot exist", "write one from 1 to 65535"));
        }
        boolean clear = lower.startsWith(CLEAR)
                && !THIS_HOST.matcher(uri.getHost().toLowerCase(Locale.ROOT)).matches();
        return clear
                ? Optional.of(new Fault(
                        "would send the token in clear text (http:// is possible only to this host itself)",
                        "write https://"))
                : Optional.empty();
    }

    @Override
    public String canonical(String value) {
        URI uri = parsed(value);
        if (uri == null || uri.getHost() == null) {
            return value;
        }
        int port = uri.getPort() < 0 ? usualPort : uri.getPort();
        return uri.getScheme().toLowerCase(Locale.ROOT) + "://" + uri.getHost().toLowerCase(Locale.ROOT) + ":" + port;
    }

    private static @Nullable URI parsed(String value) {
        try {
            return new URI(value.substring(0, value.indexOf("://") + 3) + authority(value));
        } catch (URISyntaxException malformed) {
            return null;
        }
    }

    private static String authority(String value) {
        return BEHIND_HOST.matcher(value.substring(value.indexOf("://") + 3)).replaceFirst("");
    }
}
