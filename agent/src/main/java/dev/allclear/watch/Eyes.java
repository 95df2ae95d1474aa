package dev.allclear.watch;

import dev.allclear.config.LocalHost;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * What the parts of one watcher share.
 *
 * @param source the name of the source, for events
 * @param buffer the one buffer through which everything is read; 64 KiB
 * @param nanos a clock that never leaps, as {@link System#nanoTime}
 */
record Eyes(
        String source,
        LocalHost host,
        ByteBuffer buffer,
        SightingSink sink,
        Blindness blindness,
        LogFollower.Opener opener,
        InstantSource clock,
        LongSupplier nanos) {

    Eyes(LocalHost host, SightingSink sink, LogFollower.Opener opener, InstantSource clock, LongSupplier nanos) {
        this("local", host, ByteBuffer.allocate(64 << 10), sink, new Blindness(sink), opener, clock, nanos);
    }

    /** The same of a source with this name. */
    Eyes named(String name) {
        return new Eyes(name, host, buffer, sink, blindness, opener, clock, nanos);
    }

    TaskLayout layout() {
        return TaskLayout.of(host.product());
    }

    Path tasks() {
        return host.tasks();
    }
}
