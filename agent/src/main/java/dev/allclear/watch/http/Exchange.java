package dev.allclear.watch.http;

import dev.allclear.deliver.http.RetryAfter;
import java.io.IOException;
import java.net.SocketException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Future;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One question to one address, from the connection to the value. Thread-safe. */
final class Exchange {
    private static final Duration LONGEST_WISH = Duration.ofHours(1);

    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

    private final LeanHttp http;
    private final Credentials credentials;
    private final Limits limits;
    private final Clock clock;
    private final StatusReader statuses;
    private final Trouble trouble;
    /** What the last answer's {@code Date} said, and when that was read; only kept, as nearly nobody asks for it. */
    private volatile @Nullable Dated dated;

    Exchange(LeanHttp http, Credentials credentials, Limits limits, Clock clock) {
        this.http = http;
        this.credentials = credentials;
        this.limits = limits;
        this.clock = clock;
        this.statuses = new StatusReader(credentials);
        this.trouble = new Trouble(credentials, limits);
    }

    /** The {@code Date} of an answer, and the time of this host's clock then. */
    private record Dated(String date, Instant at) {}

    /** How far the server's clock is ahead of this host's, to the second; empty when no answer said its time. */
    Optional<Duration> clockAhead() {
        Dated last = dated;
        if (last == null) {
            return Optional.empty();
        }
        try {
            Instant theirs = DateTimeFormatter.RFC_1123_DATE_TIME.parse(last.date(), Instant::from);
            return Optional.of(Duration.between(last.at().truncatedTo(ChronoUnit.SECONDS), theirs));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /**
     * @param reply what came of it
     * @param elsewhere whether it is a fault of this address, so that another one of the same source may know better
     */
    record Result<T>(Reply<T> reply, boolean elsewhere) {}

    /**
     * Asks. A connection that was kept open and turns out to be closed by the other side is replaced once, and so is one whose
     * handshake offered too few curves: nobody has read the question.
     */
    <T> Result<T> ask(Address address, String path, Decoder<T> decoder, Duration left) {
        long end = System.nanoTime() + left.toNanos();
        HttpClientContext context = HttpClientContext.create();
        try {
            return once(address, path, decoder, left, context);
        } catch (IOException e) {
            if (!(stale(e, context) || e instanceof ApiTls.OtherCurveException)) {
                return failed(address, e);
            }
        }
        try {
            Duration rest = Duration.ofNanos(end - System.nanoTime());
            return once(address, path, decoder, rest, HttpClientContext.create());
        } catch (IOException e) {
            return failed(address, e);
        }
    }

    private static boolean stale(IOException e, HttpClientContext context) {
        boolean closed = e instanceof NoHttpResponseException
                || e instanceof SocketException
                || e instanceof SSLException
                || e instanceof ConnectionClosedException;
        return closed
                && context.getEndpointDetails() != null
                && context.getEndpointDetails().getResponseCount() > 0;
    }

    private <T> Result<T> failed(Address address, IOException e) {
        return http.isClosed()
                ? new Result<>(
                        new Reply.Failed<>(
                                "the question to " + address + " was given up since allclear is stopping", null),
                        false)
                : new Result<>(
                        new Reply.Failed<>(
                                trouble.of(address.label(), address.host().getHostName(), e), null),
                        true);
    }

    private <T> Result<T> once(
            Address address, String path, Decoder<T> decoder, Duration left, HttpClientContext context)
            throws IOException {
        HttpUriRequestBase request = LeanHttp.request(address.target(path), credentials.authorization());
        Future<?> end = Timer.in(left, request::cancel);
        try {
            ClassicHttpResponse response = http.send(address.host(), request, context);
            String date = ResponseBody.header(response, "Date");
            dated = date == null ? dated : new Dated(date, clock.instant());
            try {
                return read(address, response, request, decoder);
            } catch (IOException e) {
                throw new BrokenAnswerException(e);
            }
        } catch (IOException | IllegalStateException e) {
            if (end.isDone() && !http.isClosed()) {
                return new Result<>(new Reply.Failed<>(trouble.late(address.label()), null), true);
            }
            throw e instanceof IOException known ? known : new IOException(e);
        } finally {
            end.cancel(false);
            http.sweepLater();
        }
    }

    private <T> Result<T> read(
            Address address, ClassicHttpResponse response, HttpUriRequestBase request, Decoder<T> decoder)
            throws IOException {
        boolean whole = false;
        try {
            ResponseBody body = new ResponseBody(response, limits.bytes());
            Result<T> result = response.getCode() == 200 ? ok(address, body, decoder) : other(address, response, body);
            whole = body.finish();
            return result;
        } finally {
            if (!whole) {
                // Else closing would read on to its end, which may never come.
                request.cancel();
            }
            close(response);
        }
    }

    private static void close(ClassicHttpResponse response) {
        try {
            response.close();
        } catch (IOException e) {
            LOG.debug("an answer that was given up does not close", e);
        }
    }

    private <T> Result<T> ok(Address address, ResponseBody body, Decoder<T> decoder) throws IOException {
        String type = body.type();
        if (!type.isEmpty() && !type.toLowerCase(Locale.ROOT).contains("json")) {
            return useless(
                    address,
                    "with " + Words.clean(type, 60)
                            + " instead of JSON: a proxy with its own login page, or another server");
        }
        try {
            return new Result<>(new Reply.Got<>(body.decode(decoder)), false);
        } catch (UnreadableException e) {
            return useless(address, "but the answer is of no use: " + e.getMessage());
        }
    }

    private <T> Result<T> useless(Address address, String what) {
        return new Result<>(new Reply.Failed<>(credentials.hide(address + " answered 200 " + what), null), false);
    }

    private <T> Result<T> other(Address address, ClassicHttpResponse response, ResponseBody body) throws IOException {
        int status = response.getCode();
        String said = credentials.hide(ErrorText.of(response.getReasonPhrase(), body.beginning()));
        @Nullable
        Duration wish = status == 429 || status == 503
                ? RetryAfter.read(ResponseBody.header(response, "Retry-After"), clock.instant(), LONGEST_WISH)
                : null;
        return new Result<>(statuses.read(address.label(), status, said, wish), StatusReader.failsOver(status));
    }

    /** The answer began and did not end well: the question was read, so it is not one of those that may be asked again. */
    private static final class BrokenAnswerException extends IOException {
        private static final long serialVersionUID = 1;

        BrokenAnswerException(IOException cause) {
            super(cause.getMessage(), cause);
        }
    }
}
