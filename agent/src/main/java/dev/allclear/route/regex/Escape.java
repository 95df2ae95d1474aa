package dev.allclear.route.regex;

/** What a backslash and the characters after it mean. */
sealed interface Escape {
    /** One character. */
    record Literal(int character) implements Escape {}

    /** Any of these characters. */
    record Any(CodePoints characters) implements Escape {}

    /** A place, not a character, in the words of RE2/J. */
    record Place(String text) implements Escape {}
}
