package dev.allclear.status;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.http.UnsupportedHttpVersionException;
import org.apache.hc.core5.http.impl.io.AbstractMessageParser;
import org.apache.hc.core5.http.impl.io.SessionInputBufferImpl;
import org.apache.hc.core5.http.message.BasicLineParser;
import org.apache.hc.core5.http.message.RequestLine;
import org.apache.hc.core5.util.CharArrayBuffer;

/**
 * What is asked, without what may follow as a body, which nobody reads.
 *
 * @param path raw, as it was sent, without a query
 * @param hosts each header of the name Host
 * @param authorizations each header of the name Authorization
 */
record Question(String method, String path, List<String> hosts, List<String> authorizations) {
    /** Of the first line and of each header, in bytes; browsers send more than 4096 only to sites with many cookies. */
    private static final int LINE = 8192;

    private static final int HEADERS = 100;
    /** Of everything, in bytes. */
    private static final int ALL = 32_768;

    private static final int BUFFER = 2048;
    private static final int EMPTY_LINES = 4;

    /**
     * Reads one.
     *
     * @throws MessageConstraintException if it is too long
     * @throws UnsupportedHttpVersionException if it is not HTTP/1
     * @throws HttpException if it is no HTTP
     * @throws IOException if it ends before its end, or cannot be read
     */
    static Question read(InputStream stream) throws HttpException, IOException {
        InputStream in = new Bounded(stream);
        SessionInputBufferImpl buffer = new SessionInputBufferImpl(BUFFER, LINE);
        RequestLine first = BasicLineParser.INSTANCE.parseRequestLine(firstLine(buffer, in));
        if (first.getProtocolVersion().getMajor() != 1) {
            throw new UnsupportedHttpVersionException(first.getProtocolVersion());
        }
        Header[] headers = AbstractMessageParser.parseHeaders(buffer, in, HEADERS, LINE, BasicLineParser.INSTANCE);
        return new Question(
                first.getMethod(), path(first.getUri()), values(headers, "Host"), values(headers, "Authorization"));
    }

    /** Some clients send an empty line or two before. */
    private static CharArrayBuffer firstLine(SessionInputBufferImpl buffer, InputStream in)
            throws HttpException, IOException {
        CharArrayBuffer line = new CharArrayBuffer(128);
        for (int i = 0; i < EMPTY_LINES; i++) {
            buffer.readLine(line, in);
            if (!line.isEmpty()) {
                return line;
            }
        }
        throw new ProtocolException("nothing but empty lines");
    }

    private static List<String> values(Header[] headers, String name) {
        return Arrays.stream(headers)
                .filter(header -> header.getName().equalsIgnoreCase(name))
                .map(header -> header.getValue() == null ? "" : header.getValue())
                .toList();
    }

    /** A proxy may ask with the whole URL. What is neither that nor a path is left as it is, and found nowhere. */
    private static String path(String target) throws ProtocolException {
        if (target.toLowerCase(Locale.ROOT).startsWith("http://")) {
            try {
                String path = new URI(target).getRawPath();
                return path == null || path.isEmpty() ? "/" : path;
            } catch (URISyntaxException e) {
                throw new ProtocolException("no URL", e);
            }
        }
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }

    /** Ends with an exception, since the parser takes an early end for the end of the headers. */
    private static final class Bounded extends FilterInputStream {
        private int count;

        Bounded(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            throw new IOException("read by the block only");
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = super.read(bytes, offset, length);
            if (read < 0) {
                throw new EOFException();
            }
            count += read;
            if (count > ALL) {
                throw new MessageConstraintException("too much");
            }
            return read;
        }
    }
}
