package dev.allclear.task;

import java.util.ArrayList;
import java.util.List;

/** Splits a line into words as a POSIX shell does: blanks, both quotes and the backslash. Nothing is an error. */
final class ShellWords {

    /** @param quoted whether it begins with a quote or a backslash */
    record Word(String text, boolean quoted) {
        /** Whether it begins an option. What is quoted is a value, whatever it looks like. */
        boolean isOption() {
            return !quoted && text.length() > 2 && text.startsWith("--");
        }
    }

    private final String line;
    private final List<Word> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private boolean inWord;
    private boolean quoted;

    private ShellWords(String line) {
        this.line = line;
    }

    static List<Word> split(String line) {
        return new ShellWords(line).split();
    }

    private List<Word> split() {
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            switch (c) {
                case ' ', '\t', '\n', '\r' -> endWord();
                case '\'' -> i = singleQuoted(i + 1);
                case '"' -> i = doubleQuoted(i + 1);
                case '\\' -> {
                    quoted |= !inWord;
                    i++;
                    if (i < line.length()) {
                        add(line.charAt(i));
                    }
                }
                default -> add(c);
            }
        }
        endWord();
        return words;
    }

    /** Takes everything up to the closing quote, or to the end if there is none; returns its position. */
    private int singleQuoted(int from) {
        quoted |= !inWord;
        inWord = true;
        int closing = line.indexOf('\'', from);
        int to = closing < 0 ? line.length() : closing;
        word.append(line, from, to);
        return to;
    }

    private int doubleQuoted(int from) {
        quoted |= !inWord;
        inWord = true;
        int i = from;
        while (i < line.length() && line.charAt(i) != '"') {
            boolean escapes =
                    line.charAt(i) == '\\' && i + 1 < line.length() && "\"\\$`".indexOf(line.charAt(i + 1)) >= 0;
            i += escapes ? 1 : 0;
            word.append(line.charAt(i));
            i++;
        }
        return i;
    }

    private void add(char c) {
        inWord = true;
        word.append(c);
    }

    private void endWord() {
        if (inWord) {
            words.add(new Word(word.toString(), quoted));
            word.setLength(0);
            inWord = false;
        }
        quoted = false;
    }
}
