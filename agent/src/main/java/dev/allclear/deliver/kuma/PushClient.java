package dev.allclear.deliver.kuma;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.impl.routing.DefaultRoutePlanner;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * HttpClient, bare: HTTP/1.1 without any offer to upgrade, no proxy, redirects, repetition, cookies, logins or compression, and
 * answers of limited size. HttpClient 5.4 offers {@code Upgrade: TLS/1.2} with every GET over plain http; in 5.6 only the order
 * of its interceptors holds that back, so it is switched off here. Kuma hands every upgrade to Socket.IO, which closes it after
 * a second without a beat. Thread-safe.
 */
final class PushClient implements AutoCloseable {
    /** Kuma closes idle connections after 5 s. */
    private static final TimeValue IDLE = TimeValue.ofSeconds(4);

    private final PoolingHttpClientConnectionManager connections;
    private final CloseableHttpClient client;

    PushClient(LazyTls tls, Duration timeout) {
        Timeout all = Timeout.ofMilliseconds(timeout.toMillis());
        connections = PoolingHttpClientConnectionManagerBuilder.create()
                .setTlsSocketStrategy(tls)
                .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                        .http1Config(Http1Config.custom()
                                .setMaxLineLength(16 * 1024)
                                .setMaxHeaderCount(200)
                                .build())
                        .build())
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        // A name may have several addresses, of which the first does not answer.
                        .setConnectTimeout(Timeout.ofMilliseconds(Math.max(1, timeout.toMillis() / 3)))
                        .setSocketTimeout(all)
                        .setIdleTimeout(Timeout.ofMilliseconds(IDLE.toMilliseconds()))
                        .setValidateAfterInactivity(TimeValue.ofMilliseconds(100))
                        .build())
                .build();
        client = HttpClientBuilder.create()
                .setConnectionManager(connections)
                .setRoutePlanner(new DefaultRoutePlanner(null))
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setProtocolUpgradeEnabled(false)
                        .setAuthenticationEnabled(false)
                        .setRedirectsEnabled(false)
                        .setContentCompressionEnabled(false)
                        .setExpectContinueEnabled(false)
                        .setResponseTimeout(all)
                        .setConnectionRequestTimeout(all)
                        .build())
                // An empty registry: the default one reads the list of public suffixes although cookies are off.
                .setDefaultCookieSpecRegistry(name -> null)
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableRedirectHandling()
                .disableContentCompression()
                .disableAuthCaching()
                .disableConnectionState()
                .setUserAgent("allclear")
                .addExecInterceptorBefore(ChainElement.MAIN_TRANSPORT.name(), "leaving", (request, scope, chain) -> {
                    if (scope.originalRequest instanceof Request push) {
                        push.left = true;
                    }
                    return chain.proceed(request, scope);
                })
                .build();
    }

    /** One request, which another thread may cancel. */
    static final class Request extends HttpUriRequestBase {
        private static final long serialVersionUID = 1;
        private volatile boolean left;

        /** @param target path and query */
        Request(String method, URI target, @Nullable String authorization) {
            super(method, target);
            setHeader("Accept", "application/json");
            if (authorization != null) {
                setHeader("Authorization", authorization);
            }
        }

        /** Whether a connection was made and the request began to leave. */
        boolean left() {
            return left;
        }
    }

    Reply exchange(HttpHost host, Request request) throws IOException {
        try (ClassicHttpResponse response = client.executeOpen(host, request, null)) {
            HttpEntity entity = response.getEntity();
            byte[] body = new byte[0];
            boolean whole = true;
            if (entity != null) {
                InputStream in = entity.getContent();
                body = in.readNBytes(Reply.LARGEST);
                whole = in.read() < 0;
            }
            if (!whole) {
                // Else closing would read on to its end, which may never come.
                request.cancel();
            }
            return new Reply(
                    response.getCode(),
                    entity == null || entity.getContentType() == null ? "" : entity.getContentType(),
                    value(response.getFirstHeader("Location")),
                    value(response.getFirstHeader("Retry-After")),
                    new String(body, StandardCharsets.UTF_8),
                    whole);
        }
    }

    private static @Nullable String value(@Nullable Header header) {
        return header == null ? null : header.getValue();
    }

    /** Closes what is idle, so that no half-closed connection stays behind over the day. */
    void rest() {
        connections.closeIdle(TimeValue.ZERO_MILLISECONDS);
    }

    /** At once, also under requests in flight. */
    @Override
    public void close() {
        client.close(CloseMode.IMMEDIATE);
    }
}
