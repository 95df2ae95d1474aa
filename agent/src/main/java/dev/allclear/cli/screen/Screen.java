package dev.allclear.cli.screen;

import java.io.PrintWriter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where an answer is printed: how wide it is and whether it has colours. Whatever text it is given is made fit to be
 * shown, for names of guests and lines of logs may hold anything. Not thread-safe.
 *
 * <p>The start script tells in {@code ALLCLEAR_TERMINAL} whether standard output is a terminal, since Java 17 knows it only
 * of input and output together, and later ones do not know it at all.
 */
public final class Screen {
    private static final String TERMINAL = "ALLCLEAR_TERMINAL";
    private static final int USUAL_WIDTH = 80;
    private static final int NARROWEST = 40;

    private final PrintWriter out;
    private final int width;
    private final int height;
    private final boolean colours;
    private final boolean terminal;

    private Screen(PrintWriter out, int width, int height, boolean colours, boolean terminal) {
        this.out = out;
        this.width = width;
        this.height = height;
        this.colours = colours;
        this.terminal = terminal;
    }

    /**
     * The screen behind an output.
     *
     * @param colour when to use colours
     * @param environment the process's: {@code COLUMNS}, {@code LINES}, {@code NO_COLOR}, {@code TERM}
     */
    public static Screen of(PrintWriter out, Colour colour, Map<String, String> environment) {
        boolean terminal = !environment.getOrDefault(TERMINAL, "").isEmpty();
        boolean wanted = terminal
                && environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !environment.getOrDefault("TERM", "").equals("dumb");
        int columns = number(environment.get("COLUMNS"), terminal ? USUAL_WIDTH : Integer.MAX_VALUE);
        return new Screen(
                out,
                Math.max(NARROWEST, columns),
                terminal ? number(environment.get("LINES"), Integer.MAX_VALUE) : Integer.MAX_VALUE,
                colour == Colour.ALWAYS || (colour == Colour.AUTO && wanted),
                terminal);
    }

    private static int number(@Nullable String text, int otherwise) {
        return text != null && text.matches("[1-9]\\d{0,4}") ? Integer.parseInt(text) : otherwise;
    }

    /** The same screen, printed elsewhere. */
    public Screen onto(PrintWriter other) {
        return new Screen(other, width, height, colours, terminal);
    }

    /** Columns of the terminal; very many when the output is no terminal. */
    public int width() {
        return width;
    }

    /** Rows of the terminal; very many when that is not known. */
    public int height() {
        return height;
    }

    /** Whether the output is a terminal, so that it can be drawn anew. */
    public boolean terminal() {
        return terminal;
    }

    /** One line. */
    public void line(String text) {
        line(text, Ink.PLAIN);
    }

    /** One line in a colour. */
    public void line(String text, Ink ink) {
        raw(paint(Text.safe(text), ink));
    }

    /** An empty line. */
    public void gap() {
        raw("");
    }

    /** A text behind a label, on as many lines as it needs; those after the first stand below its beginning. */
    public void labelled(String label, String text, Ink ink) {
        indented(label, text, ink);
    }

    void indented(String first, String text, Ink ink) {
        String safe = Text.safe(text);
        String before = first;
        int room = Math.max(NARROWEST / 2, width - Text.width(first));
        for (String part : Text.wrap(safe, room)) {
            raw(before + paint(part, ink));
            before = " ".repeat(Text.width(first));
        }
    }

    /** A text with a colour around it where there are colours. */
    public String paint(String text, Ink ink) {
        return colours ? ink.paint(Text.safe(text)) : Text.safe(text);
    }

    /** A line whose parts are safe and painted already. */
    void raw(String line) {
        out.println(line);
    }
}
