package dev.allclear.it.fleet;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A task as the lists and the log of its node have it. */
interface Listed {
    TaskName name();

    /** Unix seconds of the moment when the end was noticed; null before. */
    @Nullable
    Long ended();

    /** As in the index; null before the end was noticed. */
    @Nullable
    String status();

    /** Whether the worker lives. */
    boolean running();

    List<String> log();
}
