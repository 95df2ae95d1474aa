package dev.allclear.it.fleet;

import java.util.List;

/** A task that ended long ago, shared by all nodes of a fleet. Immutable. */
record Past(TaskName name, Long ended, String status, List<String> log) implements Listed {
    @Override
    public boolean running() {
        return false;
    }
}
