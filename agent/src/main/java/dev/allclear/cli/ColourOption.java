package dev.allclear.cli;

import dev.allclear.cli.screen.Colour;
import dev.allclear.cli.screen.Screen;
import java.io.PrintWriter;
import picocli.CommandLine.Option;

/** {@code --color}, and the screen behind it. */
final class ColourOption {
    @Option(
            names = "--color",
            paramLabel = "WHEN",
            description = "auto, always or never; auto, the default, on a terminal unless NO_COLOR is set.")
    private Colour colour = Colour.AUTO;

    Screen screen(PrintWriter out) {
        return Screen.of(out, colour, System.getenv());
    }
}
