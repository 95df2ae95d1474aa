package dev.allclear.watch.spool;

import java.io.IOException;
import java.nio.file.Path;

/** A process that leaves its standard input in a spool. */
final class SpoolOnce {
    private SpoolOnce() {}

    public static void main(String[] args) throws IOException {
        System.out.print(new SpoolWriter(Path.of(args[0])).mail(System.in));
    }
}
