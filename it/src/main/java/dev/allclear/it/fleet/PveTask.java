package dev.allclear.it.fleet;

import dev.allclear.it.world.VzdumpLines;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A task on a simulated node, which the test writes line by line and ends. Made by {@link PveNode}. Thread-safe. */
public final class PveTask extends VzdumpLines<PveTask> implements Listed {
    private final PveNode node;
    private final TaskName name;
    private final List<String> lines = new ArrayList<>();
    private boolean running = true;
    private @Nullable Long ended;
    private @Nullable String status;

    PveTask(PveNode node, TaskName name) {
        this.node = node;
        this.name = name;
    }

    /** The task's name. */
    public String upid() {
        return name.upid(node.name());
    }

    /** The node it runs on. */
    public PveNode node() {
        return node;
    }

    @Override
    public TaskName name() {
        return name;
    }

    @Override
    public PveTask line(String line) {
        synchronized (node.cluster()) {
            lines.add(line);
        }
        return this;
    }

    /** A task of another kind than vzdump: these lines, then its end. */
    public PveTask lines(String... all) {
        for (String line : all) {
            line(line);
        }
        return this;
    }

    @Override
    public PveTask endWith(String finalLine) {
        return line(finalLine).killWorker().noticed();
    }

    /** The worker goes; the lists still call it running until {@link #noticed()}. */
    public PveTask killWorker() {
        synchronized (node.cluster()) {
            running = false;
        }
        return this;
    }

    /** The node notices, as pvestatd does within some ten seconds, that the worker is gone; the last line says how it ended. */
    public PveTask noticed() {
        synchronized (node.cluster()) {
            if (ended == null && !running) {
                ended = now().getEpochSecond();
                status = VzdumpLines.status(lines.isEmpty() ? "" : lines.get(lines.size() - 1));
                node.record(this);
            }
        }
        return this;
    }

    @Override
    public @Nullable Long ended() {
        synchronized (node.cluster()) {
            return ended;
        }
    }

    @Override
    public @Nullable String status() {
        synchronized (node.cluster()) {
            return status;
        }
    }

    @Override
    public boolean running() {
        synchronized (node.cluster()) {
            return running;
        }
    }

    @Override
    public List<String> log() {
        synchronized (node.cluster()) {
            return List.copyOf(lines);
        }
    }

    @Override
    protected Instant now() {
        return node.now();
    }

    @Override
    public String toString() {
        return upid();
    }
}
