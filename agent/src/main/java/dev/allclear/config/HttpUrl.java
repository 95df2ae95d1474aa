package dev.allclear.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/** URLs of HTTP services. No message shows one: a path may be a secret. */
final class HttpUrl {
    /** Where a service is, to which paths are appended: without query, fragment and user. */
    static final ValueKind BASE = value -> fault(value).or(() -> baseFault(value));

    private static final String INSTEAD = "write http://HOST or https://HOST, with :PORT and a path if there is one";

    private HttpUrl() {}

    /** What is wrong with a URL that is to be asked for as it is. */
    static Optional<ValueKind.Fault> fault(String value) {
        String lower = value.toLowerCase(Locale.ROOT);
        if (!lower.startsWith("http://") && !lower.startsWith("https://")) {
            return Optional.of(new ValueKind.Fault("does not begin with http:// or https://", INSTEAD));
        }
        URI uri;
        try {
            uri = new URI(value);
        } catch (URISyntaxException malformed) {
            return Optional.of(new ValueKind.Fault(
                    "is no URL",
                    "look for blanks, braces and the like, and write them percent-encoded (a blank is %20)"));
        }
        if (uri.getHost() == null) {
            return Optional.of(new ValueKind.Fault("names no host that can be asked", INSTEAD));
        }
        return uri.getPort() == 0 || uri.getPort() > 65535
                ? Optional.of(new ValueKind.Fault("has a port that cannot exist", "write one from 1 to 65535"))
                : Optional.empty();
    }

    private static Optional<ValueKind.Fault> baseFault(String value) {
        URI uri = URI.create(value);
        if (uri.getRawUserInfo() != null) {
            return Optional.of(new ValueKind.Fault("holds a user or a password, which is not sent", INSTEAD));
        }
        return uri.getRawQuery() != null || uri.getRawFragment() != null
                ? Optional.of(new ValueKind.Fault("has a query or a fragment, and paths are appended to it", INSTEAD))
                : Optional.empty();
    }
}
