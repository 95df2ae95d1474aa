package dev.allclear.watch.http;

import dev.allclear.watch.Pulse;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks one source: one pool of connections, one token, one or more addresses of the same cluster or server. It stays with the
 * address that answered last; another one is asked when this one cannot be reached, times out or is hidden behind a proxy
 * that cannot reach it. Nothing else is repeated, followed or remembered.
 *
 * <p>Thread-safe: many threads may ask at once, and none waits for another. It has no thread of its own. The secret appears
 * in no reason and no log line.
 */
public final class ApiClient implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ApiClient.class);

    private final List<Address> addresses;
    private final LeanHttp http;
    private final Exchange exchange;
    private final Limits limits;
    private volatile int current;

    private ApiClient(List<URI> urls, Trust trust, Credentials credentials, Limits limits, Clock clock) {
        if (urls.isEmpty()) {
            throw new IllegalArgumentException("a source without url");
        }
        this.addresses = urls.stream().map(Address::of).toList();
        this.limits = limits;
        this.http = new LeanHttp(trust, limits, LeanHttp.IDLE);
        this.exchange = new Exchange(http, credentials, limits, clock);
    }

    /**
     * A client with the usual limits; connects to nothing yet.
     *
     * @param urls {@code https://HOST:PORT} of one or more nodes, the first one is asked first
     * @throws IllegalArgumentException if there is none, or one that is no such URL
     */
    public static ApiClient of(List<URI> urls, Trust trust, Credentials credentials) {
        return of(urls, trust, credentials, Limits.DEFAULT, Clock.systemUTC());
    }

    /** The same with other limits; {@code clock} is for answers that name a date to come back. */
    public static ApiClient of(List<URI> urls, Trust trust, Credentials credentials, Limits limits, Clock clock) {
        return new ApiClient(urls, trust, credentials, limits, clock);
    }

    /**
     * {@code GET /api2/json} + {@code path}. Blocks at most as long as the limit of the whole call.
     *
     * @param path with its query, already percent-encoded
     */
    public <T> Reply<T> get(String path, Decoder<T> decoder) {
        long end = System.nanoTime() + limits.whole().toNanos();
        int first = current;
        List<String> reasons = new ArrayList<>();
        @Nullable Duration wish = null;
        for (int i = 0; i < addresses.size(); i++) {
            int which = (first + i) % addresses.size();
            Duration left = Duration.ofNanos(end - System.nanoTime());
            if (left.isNegative() || left.isZero()) {
                reasons.add(addresses.get(which) + " was not asked any more, the time was over");
                break;
            }
            Exchange.Result<T> result = exchange.ask(addresses.get(which), path, decoder, left);
            Pulse.getsOn();
            if (!result.elsewhere()) {
                use(which, reasons);
                return result.reply();
            }
            if (result.reply() instanceof Reply.Failed<T> failed) {
                reasons.add(failed.reason());
                wish = longer(wish, failed.retryAfter());
            }
        }
        // The next question begins elsewhere, or one that hangs would use up the time of the others every time.
        current = (first + 1) % addresses.size();
        return new Reply.Failed<>(String.join("; and ", reasons), wish);
    }

    private void use(int which, List<String> reasons) {
        if (which != current) {
            current = which;
            if (!reasons.isEmpty()) {
                LOG.warn("{}; going on with {}", String.join("; and ", reasons), addresses.get(which));
            }
        }
    }

    private static @Nullable Duration longer(@Nullable Duration a, @Nullable Duration b) {
        return a == null || (b != null && b.compareTo(a) > 0) ? b : a;
    }

    /** No question follows for this long: closes the connections that would be closed before it. */
    public void rest(Duration pause) {
        http.rest(pause);
    }

    /** How far the clock of the server that answered last is ahead of this host's, to the second; empty if it told none. */
    public Optional<Duration> clockAhead() {
        return exchange.clockAhead();
    }

    /** A part of a path, percent-encoded so that it stays one part: all but letters, digits and {@code - . _ ~ !}. */
    public static String encode(String part) {
        StringBuilder out = new StringBuilder(part.length() + 16);
        for (byte b : part.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xFF);
            if (c < 0x80 && (Character.isLetterOrDigit(c) || "-._~!".indexOf(c) >= 0)) {
                out.append(c);
            } else {
                out.append(String.format(Locale.ROOT, "%%%02X", (int) c));
            }
        }
        return out.toString();
    }

    /** Ends everything at once, also questions that wait for their answer. */
    @Override
    public void close() {
        http.close();
    }
}
