package dev.allclear.watch.http;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;

/** The body of an answer, decompressed, of limited size, read once. Not thread-safe. */
final class ResponseBody {
    private static final int ERROR_BODY = 4096;

    private final InputStream raw;
    private final boolean compressed;
    private final String type;
    private final long limit;

    ResponseBody(ClassicHttpResponse response, long limit) throws IOException {
        HttpEntity entity = response.getEntity();
        this.raw = entity == null ? InputStream.nullInputStream() : entity.getContent();
        this.type = entity == null || entity.getContentType() == null ? "" : entity.getContentType();
        this.compressed = "gzip".equalsIgnoreCase(header(response, "Content-Encoding"));
        this.limit = limit;
    }

    static @Nullable String header(ClassicHttpResponse response, String name) {
        Header header = response.getFirstHeader(name);
        return header == null ? null : header.getValue();
    }

    /** The content type, empty when there is none. */
    String type() {
        return type;
    }

    /** The first few KiB as text; of a damaged body nothing. */
    String beginning() throws IOException {
        try (InputStream in = plain()) {
            return new String(in.readNBytes(ERROR_BODY), StandardCharsets.UTF_8);
        } catch (EOFException | ZipException e) {
            return "";
        }
    }

    /** @throws UnreadableException with words for everything that is wrong with the content itself */
    <T> T decode(Decoder<T> decoder) throws IOException, UnreadableException {
        try (InputStream in = plain()) {
            return JsonBody.read(in, decoder);
        } catch (JacksonIOException e) {
            IOException cause = e.getCause();
            throw words(cause == null ? new IOException(e.getOriginalMessage()) : cause);
        } catch (UnexpectedEndOfInputException e) {
            throw new UnreadableException("its JSON breaks off in the middle");
        } catch (JacksonException e) {
            throw new UnreadableException("it is no JSON: " + Words.clean(String.valueOf(e.getOriginalMessage()), 120));
        } catch (IOException e) {
            throw words(e);
        }
    }

    private UnreadableException words(IOException e) throws IOException {
        if (e instanceof TooLargeException) {
            return new UnreadableException("it is larger than " + (limit >> 10)
                    + " KiB, so the rest was not read; nothing asked for is that large");
        }
        if (e instanceof EOFException) {
            return new UnreadableException("its compressed data breaks off in the middle");
        }
        if (e instanceof ZipException) {
            return new UnreadableException("its compressed data is damaged");
        }
        throw e;
    }

    /** Reads the rest if that is nothing but the end; false when there is more, or might be. */
    boolean finish() {
        try {
            return raw.read() < 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** Closing it leaves the connection alone, which would be read to the end of the answer. */
    private InputStream plain() throws IOException {
        InputStream kept = new FilterInputStream(raw) {
            @Override
            public void close() {
                // See above.
            }
        };
        return new LimitedStream(compressed ? new GZIPInputStream(kept, 1024) : kept, limit);
    }
}
