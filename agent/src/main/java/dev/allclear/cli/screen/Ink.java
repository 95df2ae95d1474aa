package dev.allclear.cli.screen;

/** What a colour says. No meaning is in the colour alone: the words say the same. */
public enum Ink {
    PLAIN(""),
    GOOD("32"),
    DOUBTFUL("33"),
    BAD("31"),
    BUSY("36"),
    FAINT("2"),
    STRONG("1");

    private final String code;

    Ink(String code) {
        this.code = code;
    }

    String paint(String text) {
        return this == PLAIN || text.isBlank() ? text : "\u001b[" + code + "m" + text + "\u001b[0m";
    }
}
