package dev.allclear.cli;

import dev.allclear.cli.screen.Screen;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** Shows the same again and again: in its place on a terminal, below each other elsewhere. */
final class Redraw {
    private static final String HOME = "\u001b[H";
    private static final String REST_OF_LINE = "\u001b[K";
    private static final String REST_OF_SCREEN = "\u001b[J";

    private Redraw() {}

    /** Goes on until the thread is interrupted; Ctrl-C ends the whole program. */
    static void every(Duration pause, Screen screen, PrintWriter out, Consumer<Screen> show) {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                if (screen.terminal()) {
                    StringWriter text = new StringWriter();
                    show.accept(screen.onto(new PrintWriter(text)));
                    out.print(frame(text.toString(), screen.height()));
                    out.flush();
                } else {
                    show.accept(screen);
                    out.println();
                }
                Thread.sleep(pause.toMillis());
            }
        } catch (InterruptedException e) {
            // Whoever interrupts wants it to end, and so it does.
            Thread.currentThread().interrupt();
        }
    }

    /** All of a frame at once, over the last one, so that nothing flickers. */
    static String frame(String text, int height) {
        List<String> lines = text.lines().toList();
        int shown = lines.size() < height ? lines.size() : Math.max(1, height - 2);
        StringBuilder frame = new StringBuilder(HOME);
        lines.subList(0, shown)
                .forEach(line -> frame.append(line).append(REST_OF_LINE).append('\n'));
        if (shown < lines.size()) {
            frame.append("and ")
                    .append(lines.size() - shown)
                    .append(" more lines")
                    .append(REST_OF_LINE)
                    .append('\n');
        }
        return frame.append(REST_OF_SCREEN).toString();
    }
}
