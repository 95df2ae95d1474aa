package dev.allclear.task;

import java.util.ArrayList;
import java.util.List;

/** The first few of the lines that tell of the same kind of trouble, and how many there were. */
final class PbsDoubts {

    /** How many are kept. */
    static final int LIMIT = 20;

    /** How much of one is kept, in characters. */
    static final int LENGTH = 500;

    private final List<String> first = new ArrayList<>();
    private long count;

    void add(String doubt) {
        count++;
        if (first.size() < LIMIT) {
            first.add(doubt.substring(0, Math.min(LENGTH, doubt.length())));
        }
    }

    long count() {
        return count;
    }

    /** The doubts in words, each behind {@code prefix}. */
    List<String> words(String prefix) {
        List<String> words = new ArrayList<>(first.stream().map(prefix::concat).toList());
        if (count > first.size()) {
            words.add("and " + (count - first.size()) + " more like that");
        }
        return words;
    }
}
