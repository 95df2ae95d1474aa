package dev.allclear.event;

import dev.allclear.event.Block.Fact;
import dev.allclear.event.Block.Facts;
import dev.allclear.event.Block.Paragraph;
import dev.allclear.task.Upid;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The event of a tape that somebody has to load, of type {@code tape-load}: the running task waits for it, however long.
 * Each time that the task asks is an event. Source: {@code src/tape/drive/mod.rs} and a recording of 4.2.3. Pure and
 * thread-safe.
 */
public final class TapeLoadEvents {

    /** The type of these events. */
    public static final String TYPE = "tape-load";

    private static final Pattern REQUEST =
            Pattern.compile("Please insert media '([^']+)' into (drive|changer) '([^']+)'");
    private static final String FOUND = "found media label ";
    private static final String ASKING = "Checking for media ";

    private TapeLoadEvents() {}

    /** Whether tasks of this type may ask for a tape. */
    public static boolean mayAsk(String workerType) {
        return workerType.startsWith("tape-");
    }

    /**
     * What a running task asks for now.
     *
     * @param log its log, or the end of it
     */
    public static Optional<Event> of(Upid upid, String log) {
        String request = "";
        String reason = "";
        String before = "";
        for (String line : log.split("\n", -1)) {
            String text = message(line);
            if (text.startsWith("Please insert media ")) {
                request = line;
                reason = before;
            } else if (text.startsWith(FOUND)) {
                request = "";
            }
            before = text;
        }
        Matcher asked = REQUEST.matcher(message(request));
        return asked.lookingAt() ? Optional.of(event(upid, stamp(request), asked, reason)) : Optional.empty();
    }

    private static Event event(Upid upid, String stamp, Matcher asked, String reason) {
        String label = asked.group(1);
        String device = asked.group(2);
        String name = asked.group(3);
        SortedMap<String, String> fields = new TreeMap<>();
        fields.put(Event.TYPE, TYPE);
        fields.put("hostname", upid.node());
        List<Block> body = new ArrayList<>();
        body.add(new Facts(List.of(
                new Fact(device.equals("drive") ? "Drive" : "Changer", SafeText.line(name)),
                new Fact("Media", SafeText.line(label)),
                new Fact("Task ID", upid.toString()))));
        body.add(new Paragraph("The task waits until this tape is in the " + device + ", however long that takes."));
        if (!reason.isEmpty() && !reason.startsWith(ASKING)) {
            body.add(new Paragraph("Error: " + SafeText.line(reason)));
        }
        return new Event(
                "tape-load " + upid + " " + label + " " + stamp,
                Severity.NOTICE,
                time(stamp, upid),
                fields,
                SafeText.line("Load Media '" + label + "' request for " + device + " '" + name + "'"),
                body);
    }

    private static String stamp(String line) {
        int end = line.indexOf(": ");
        return end < 0 ? "" : line.substring(0, end);
    }

    private static String message(String line) {
        int end = line.indexOf(": ");
        return end < 0 ? line : line.substring(end + 2);
    }

    private static Instant time(String stamp, Upid upid) {
        try {
            return OffsetDateTime.parse(stamp).toInstant();
        } catch (DateTimeException e) {
            return upid.started();
        }
    }
}
