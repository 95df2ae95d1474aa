package dev.allclear.cli.screen;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** When there are colours, and how wide a screen is. */
class ScreenTest {
    private static final String RED = "\u001b[31mx\u001b[0m";

    private static String painted(Colour colour, Map<String, String> environment) {
        return screen(colour, environment).paint("x", Ink.BAD);
    }

    private static Screen screen(Colour colour, Map<String, String> environment) {
        return Screen.of(new PrintWriter(new StringWriter()), colour, environment);
    }

    @Test
    void aTerminalHasColours() {
        assertThat(painted(Colour.AUTO, Map.of("ALLCLEAR_TERMINAL", "yes"))).isEqualTo(RED);
    }

    @Test
    void aPipeHasNone() {
        assertThat(painted(Colour.AUTO, Map.of("TERM", "xterm"))).isEqualTo("x");
    }

    @Test
    void noColorTakesThemAway() {
        assertThat(painted(Colour.AUTO, Map.of("ALLCLEAR_TERMINAL", "yes", "NO_COLOR", "1")))
                .isEqualTo("x");
    }

    @Test
    void aDumbTerminalHasNone() {
        assertThat(painted(Colour.AUTO, Map.of("ALLCLEAR_TERMINAL", "yes", "TERM", "dumb")))
                .isEqualTo("x");
    }

    @Test
    void whoAlwaysWantsThemGetsThemInAPipe() {
        assertThat(painted(Colour.ALWAYS, Map.of("NO_COLOR", "1"))).isEqualTo(RED);
    }

    @Test
    void whoNeverWantsThemGetsNoneOnATerminal() {
        assertThat(painted(Colour.NEVER, Map.of("ALLCLEAR_TERMINAL", "yes"))).isEqualTo("x");
    }

    @Test
    void whatIsPaintedCannotCommandTheTerminal() {
        assertThat(screen(Colour.ALWAYS, Map.of()).paint("\u001b[1m", Ink.BAD))
                .isEqualTo("\u001b[31m\uFFFD[1m\u001b[0m");
    }

    @Test
    void aTerminalThatDoesNotSayItsWidthHasEighty() {
        assertThat(screen(Colour.AUTO, Map.of("ALLCLEAR_TERMINAL", "yes", "COLUMNS", "0"))
                        .width())
                .isEqualTo(80);
    }

    @Test
    void whatIsNoTerminalHasNoWidth() {
        assertThat(screen(Colour.AUTO, Map.of()).width()).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void columnsSayTheWidth() {
        assertThat(screen(Colour.AUTO, Map.of("COLUMNS", "120")).width()).isEqualTo(120);
    }

    @Test
    void aLongTextGoesOnBelowItsBeginning() {
        StringWriter text = new StringWriter();
        Screen.of(new PrintWriter(text), Colour.NEVER, Map.of("COLUMNS", "40"))
                .labelled("why: ", "one two three four five six seven eight nine", Ink.PLAIN);
        assertThat(text).hasToString("""
                why: one two three four five six seven
                     eight nine
                """);
    }

    @Test
    void barsAreInProportion() {
        assertThat(Spark.of(List.of(0L, 50L, 100L, -1L))).isEqualTo("▁▄█·");
    }

    @Test
    void theSafeWriterKeepsLinesAndTakesEscapes() {
        StringWriter text = new StringWriter();
        SafeWriter.over(new PrintWriter(text)).println("a\u001b[2J\nb");
        assertThat(text).hasToString("a\uFFFD[2J\nb\n");
    }
}
