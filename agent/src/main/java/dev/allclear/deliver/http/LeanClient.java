package dev.allclear.deliver.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
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
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * HttpClient, bare: HTTP/1.1 without any offer to upgrade, no proxy, redirects, repetition, cookies, logins or compression, and
 * answers of limited size. HttpClient 5.4 offers {@code Upgrade: TLS/1.2} with every GET over plain http; in 5.6 only the order
 * of its interceptors holds that back, so it is switched off here: Kuma, for one, hands every upgrade to Socket.IO, which closes
 * it after a second without a beat. Thread-safe.
 */
final class LeanClient implements AutoCloseable {
    /** Node, and with it Kuma, closes idle connections after 5 s. */
    private static final TimeValue IDLE = TimeValue.ofSeconds(4);

    /** What HttpClient adds by itself, and refuses or misunderstands when it is there already. */
    private static final Set<String> OF_HTTP =
            Set.of("content-length", "transfer-encoding", "connection", "upgrade", "expect", "te", "trailer");

    private final PoolingHttpClientConnectionManager connections;
    private final CloseableHttpClient client;

    LeanClient(LazyTls tls, Duration timeout) {
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
                    if (scope.originalRequest instanceof Request message) {
                        message.left = true;
                    }
                    return chain.proceed(request, scope);
                })
                .build();
    }

    /** One request, which another thread may cancel. */
    static final class Request extends HttpUriRequestBase {
        private static final long serialVersionUID = 1;
        private final transient HttpHost host;
        private volatile boolean left;

        Request(HttpMessage message) {
            super(message.method(), message.url().target());
            host = new HttpHost(
                    message.url().scheme(), message.url().host(), message.url().port());
            for (HttpMessage.Header header : message.headers()) {
                if (!OF_HTTP.contains(header.name().toLowerCase(Locale.ROOT))) {
                    addHeader(header.name(), header.value());
                }
            }
            String authorization = message.url().authorization();
            if (authorization != null && !containsHeader("Authorization")) {
                setHeader("Authorization", authorization);
            }
            String body = message.body();
            if (body != null) {
                setEntity(new ByteArrayEntity(body.getBytes(StandardCharsets.UTF_8), null));
            }
        }

        /** Whether a connection was made and the request began to leave. */
        boolean left() {
            return left;
        }
    }

    HttpReply exchange(Request request, Clock clock) throws IOException {
        ClassicHttpResponse response = client.executeOpen(request.host, request, null);
        HttpReply reply;
        try {
            reply = read(response, clock);
        } catch (IOException | RuntimeException e) {
            request.cancel();
            throw e;
        }
        if (reply.whole()) {
            response.close();
        } else {
            // Closing would read on to its end, which may never come.
            request.cancel();
        }
        return reply;
    }

    private static HttpReply read(ClassicHttpResponse response, Clock clock) throws IOException {
        HttpEntity entity = response.getEntity();
        byte[] body = new byte[0];
        boolean whole = true;
        if (entity != null) {
            InputStream in = entity.getContent();
            body = in.readNBytes(HttpReply.LARGEST);
            whole = in.read() < 0;
        }
        Map<String, String> headers = new HashMap<>();
        for (Header header : response.getHeaders()) {
            headers.putIfAbsent(header.getName().toLowerCase(Locale.ROOT), String.valueOf(header.getValue()));
        }
        return HttpReply.of(
                response.getCode(), headers, new String(body, StandardCharsets.UTF_8), whole, clock.instant());
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
