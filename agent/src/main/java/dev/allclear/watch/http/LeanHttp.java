package dev.allclear.watch.http;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.auth.AuthSchemeFactory;
import org.apache.hc.client5.http.auth.CredentialsProvider;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.cookie.BasicCookieStore;
import org.apache.hc.client5.http.cookie.CookieSpecFactory;
import org.apache.hc.client5.http.cookie.CookieStore;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.impl.routing.DefaultRoutePlanner;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.config.Lookup;
import org.apache.hc.core5.http.message.MessageSupport;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * HttpClient, bare: HTTP/1.1 without upgrades, proxy, redirects, repetition, cookies, logins or threads of its own.
 * Thread-safe.
 */
final class LeanHttp implements AutoCloseable {
    /** pveproxy closes idle connections after 5 s. */
    static final Duration IDLE = Duration.ofSeconds(4);

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    // One for all clients: each of a thousand would have its own of what none of them uses.
    private static final Lookup<AuthSchemeFactory> NO_LOGINS = name -> null;
    private static final Lookup<CookieSpecFactory> NO_COOKIES = name -> null;
    private static final CookieStore EMPTY = new BasicCookieStore();
    private static final CredentialsProvider NOBODY = (scope, context) -> null;

    private static final int CONNECTIONS = 64;
    private static final int BUFFER = 2048;

    private final PoolingHttpClientConnectionManager connections;
    private final CloseableHttpClient client;
    private final Duration idle;
    private final Object sweepLock = new Object();

    /** Guarded by its lock; null when there is nothing to be closed later. */
    private @Nullable Future<?> sweeping;

    private volatile boolean closed;

    /** @param idle how long a connection is kept without a question */
    LeanHttp(Trust trust, Limits limits, Duration idle) {
        this.idle = idle;
        Timeout answer = timeout(limits.answer());
        connections = PoolingHttpClientConnectionManagerBuilder.create()
                .setTlsSocketStrategy(new ApiTls(trust))
                .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                        .http1Config(Http1Config.custom()
                                .setBufferSize(BUFFER)
                                .setMaxLineLength(16 * 1024)
                                .setMaxHeaderCount(200)
                                .build())
                        .build())
                .setMaxConnPerRoute(CONNECTIONS)
                .setMaxConnTotal(2 * CONNECTIONS)
                .setDefaultTlsConfig(TlsConfig.custom()
                        .setHandshakeTimeout(timeout(limits.handshake()))
                        .build())
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(timeout(limits.connect()))
                        .setSocketTimeout(answer)
                        .setIdleTimeout(timeout(idle))
                        .setValidateAfterInactivity(TimeValue.ofMilliseconds(200))
                        .build())
                .build();
        client = HttpClientBuilder.create()
                .setConnectionManager(connections)
                .setConnectionReuseStrategy((request, response, context) -> staysOpen(response))
                .setRoutePlanner(new DefaultRoutePlanner(null))
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setProtocolUpgradeEnabled(false)
                        .setAuthenticationEnabled(false)
                        .setRedirectsEnabled(false)
                        .setContentCompressionEnabled(false)
                        .setExpectContinueEnabled(false)
                        .setResponseTimeout(answer)
                        .setConnectionRequestTimeout(timeout(limits.handshake()))
                        .build())
                // An empty registry: the default one reads the list of public suffixes although cookies are off.
                .setDefaultCookieSpecRegistry(NO_COOKIES)
                .setDefaultCookieStore(EMPTY)
                .setDefaultAuthSchemeRegistry(NO_LOGINS)
                .setDefaultCredentialsProvider(NOBODY)
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableRedirectHandling()
                .disableContentCompression()
                .disableAuthCaching()
                .disableConnectionState()
                .setUserAgent("allclear")
                .build();
    }

    /** A request that another thread may cancel. */
    static HttpUriRequestBase request(URI target, String authorization) {
        HttpUriRequestBase request = new HttpUriRequestBase("GET", target);
        request.setHeader("Accept", "application/json");
        request.setHeader("Accept-Encoding", "gzip");
        request.setHeader("Authorization", authorization);
        return request;
    }

    ClassicHttpResponse send(HttpHost host, HttpUriRequestBase request, HttpClientContext context) throws IOException {
        return client.executeOpen(host, request, context);
    }

    /**
     * pveproxy passes on the {@code Connection: close} of the pvedaemon or node behind it and adds its own {@code Keep-Alive}
     * below it (seen in its answers to every forwarded call), so the last word counts.
     */
    private static boolean staysOpen(HttpResponse response) {
        if (response.containsHeader("Transfer-Encoding") && response.containsHeader("Content-Length")) {
            return false;
        }
        String last = "";
        Iterator<String> words = MessageSupport.iterateTokens(response, "Connection");
        while (words.hasNext()) {
            last = words.next();
        }
        return !last.equalsIgnoreCase("close");
    }

    /** Sees to it that what is idle now is closed in a few seconds: between two polls no socket waits with its TLS buffers. */
    void sweepLater() {
        synchronized (sweepLock) {
            if (!closed && sweeping == null) {
                // At full seconds, with those of all other clients, so that the processor wakes once for all.
                long due = System.nanoTime() + idle.toNanos();
                sweeping =
                        Timer.in(Duration.ofNanos(idle.toNanos() + SECOND - Math.floorMod(due, SECOND)), this::sweep);
            }
        }
    }

    /** Closes what would only wait to be closed. */
    void rest(Duration pause) {
        if (pause.compareTo(idle) > 0) {
            connections.closeIdle(TimeValue.ZERO_MILLISECONDS);
            if (connections.getTotalStats().getAvailable() == 0) {
                noSweep();
            }
        }
    }

    private void noSweep() {
        synchronized (sweepLock) {
            if (sweeping != null) {
                sweeping.cancel(false);
                sweeping = null;
            }
        }
    }

    private void sweep() {
        noSweep();
        if (!closed) {
            connections.closeIdle(TimeValue.ofMilliseconds(idle.toMillis()));
            if (connections.getTotalStats().getAvailable() > 0) {
                sweepLater();
            }
        }
    }

    boolean isClosed() {
        return closed;
    }

    private static Timeout timeout(Duration duration) {
        return Timeout.ofMilliseconds(Math.max(1, duration.toMillis()));
    }

    /** At once, also under requests in flight. */
    @Override
    public void close() {
        closed = true;
        client.close(CloseMode.IMMEDIATE);
    }
}
