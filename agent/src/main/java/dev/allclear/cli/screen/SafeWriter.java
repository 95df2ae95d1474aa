package dev.allclear.cli.screen;

import dev.allclear.event.SafeText;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;

/** Passes text on without what would command a terminal. Lines are kept. */
public final class SafeWriter extends Writer {
    private final PrintWriter out;

    private SafeWriter(PrintWriter out) {
        this.out = out;
    }

    /** A writer that is safe, over one that need not be. */
    public static PrintWriter over(PrintWriter out) {
        return new PrintWriter(new SafeWriter(out), true);
    }

    @Override
    public void write(char[] characters, int from, int length) {
        out.write(SafeText.lines(new String(characters, from, length)));
    }

    @Override
    public void flush() {
        out.flush();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
