package dev.allclear.watch.http;

import java.net.URI;
import java.util.Locale;
import org.apache.hc.core5.http.HttpHost;

/**
 * One URL under which an API can be asked, the part before {@code /api2/json}. Immutable and thread-safe.
 *
 * @param label as shown in messages
 * @param host where to connect to
 * @param prefix path behind which a reverse proxy has the API; mostly empty
 */
record Address(String label, HttpHost host, String prefix) {

    /** @throws IllegalArgumentException if it is no http or https URL, or holds a name and password */
    static Address of(URI url) {
        String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        String name = url.getHost();
        if (name == null || (!scheme.equals("https") && !scheme.equals("http")) || url.getRawUserInfo() != null) {
            throw new IllegalArgumentException("an API is asked under https://HOST:PORT");
        }
        String path = url.getRawPath() == null ? "" : url.getRawPath().replaceAll("/+$", "");
        String label = scheme + "://" + name + (url.getPort() < 0 ? "" : ":" + url.getPort()) + path;
        // The host of an IPv6 URL comes in brackets, which HttpHost sets itself.
        String bare = name.startsWith("[") ? name.substring(1, name.length() - 1) : name;
        return new Address(label, new HttpHost(scheme, bare, url.getPort()), path);
    }

    URI target(String path) {
        return URI.create(prefix + "/api2/json" + path);
    }

    @Override
    public String toString() {
        return label;
    }
}
