package dev.allclear.watch.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Pages of a task log, of which both products send the number and the text of each line. Not thread-safe. */
public final class LogDecoder {
    private static final Set<String> WANTED = Set.of("n", "t");

    private final int first;
    private final UnaryOperator<String> repair;
    private final List<String> lines = new ArrayList<>();
    private long total = -1;
    private long number;
    private @Nullable String last;
    private @Nullable Boolean active;

    /**
     * @param first the number of the first line that was asked for, from 1
     * @param repair what is done to every line
     */
    public LogDecoder(int first, UnaryOperator<String> repair) {
        this.first = first;
        this.repair = repair;
    }

    /** Reads the whole answer. Lines before the first one that was asked for are left out. */
    public LogDecoder read(JsonBody body) throws UnreadableException {
        boolean found = false;
        while (body.field()) {
            switch (body.name()) {
                case "data" -> {
                    lines(body);
                    found = true;
                }
                case "total" -> total = body.number(-1);
                case "active" -> active = body.flag(false);
                default -> body.skip();
            }
        }
        if (!found) {
            throw new UnreadableException("'data' is missing");
        }
        return this;
    }

    private void lines(JsonBody body) throws UnreadableException {
        body.list();
        while (body.item()) {
            Row row = body.row("a line of the log", WANTED);
            number = row.number("n");
            last = row.text("t");
            if (number < first) {
                continue;
            }
            if (number != (long) first + lines.size()) {
                throw new UnreadableException(
                        "line " + (first + lines.size()) + " of the log is missing before line " + number);
            }
            lines.add(repair.apply(last));
        }
    }

    /** The one line when the answer has no other and says that there is no other; null otherwise. */
    public @Nullable String onlyLine() {
        return number == 1 && total <= 1 ? last : null;
    }

    /** Whether the worker lives, where that was asked for. */
    public @Nullable Boolean active() {
        return active;
    }

    /** What was read. */
    public LogPage page() {
        return new LogPage(first, lines, Math.max(total, (long) first - 1 + lines.size()));
    }
}
