package dev.allclear.cli.screen;

/** When to use colours; the words of {@code --color}. */
public enum Colour {
    /** On a terminal, unless NO_COLOR is set or the terminal is dumb. */
    AUTO,
    ALWAYS,
    NEVER
}
