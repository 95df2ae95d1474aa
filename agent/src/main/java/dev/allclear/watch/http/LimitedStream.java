package dev.allclear.watch.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Ends with an exception at the byte after the last one that is allowed. */
final class LimitedStream extends FilterInputStream {
    private final long limit;
    private long left;

    LimitedStream(InputStream in, long limit) {
        super(in);
        this.limit = limit;
        this.left = limit;
    }

    @Override
    public int read() throws IOException {
        int b = in.read();
        count(b < 0 ? 0 : 1);
        return b;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        int n = in.read(into, from, length);
        count(Math.max(0, n));
        return n;
    }

    @Override
    public long skip(long n) throws IOException {
        return skipByReading(n);
    }

    private long skipByReading(long n) throws IOException {
        byte[] waste = new byte[512];
        long skipped = 0;
        while (skipped < n) {
            int got = read(waste, 0, (int) Math.min(waste.length, n - skipped));
            if (got < 0) {
                break;
            }
            skipped += got;
        }
        return skipped;
    }

    private void count(int n) throws TooLargeException {
        left -= n;
        if (left < 0) {
            throw new TooLargeException(limit);
        }
    }
}
