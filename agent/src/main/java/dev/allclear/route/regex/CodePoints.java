package dev.allclear.route.regex;

import java.util.Arrays;
import java.util.BitSet;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** A set of characters under construction. Not thread-safe. */
final class CodePoints {
    private static final int LIMIT = Character.MAX_CODE_POINT + 1;
    private static final int ASCII = 0x80;

    private final BitSet bits = new BitSet();

    static CodePoints of(IntPredicate member) {
        CodePoints set = new CodePoints();
        for (int c = 0; c < LIMIT; c++) {
            if (member.test(c)) {
                set.bits.set(c);
            }
        }
        return set;
    }

    static CodePoints single(int c) {
        return new CodePoints().add(c, c);
    }

    CodePoints add(int first, int last) {
        bits.set(first, last + 1);
        return this;
    }

    CodePoints add(CodePoints other) {
        bits.or(other.bits);
        return this;
    }

    void retain(CodePoints other) {
        bits.and(other.bits);
    }

    void remove(CodePoints other) {
        bits.andNot(other.bits);
    }

    void keepWhatOnlyOneHas(CodePoints other) {
        bits.xor(other.bits);
    }

    CodePoints negated() {
        CodePoints set = new CodePoints().add(0, LIMIT - 1);
        set.bits.andNot(bits);
        return set;
    }

    boolean beyondAscii() {
        return bits.length() > ASCII;
    }

    /** Adds every other case of its characters: all of Unicode's simple foldings, or only those within ASCII. */
    CodePoints fold(boolean unicode) {
        BitSet keys = new BitSet();
        int[] cased = Cased.ALL;
        for (int c : cased) {
            if (bits.get(c) && (unicode || c < ASCII)) {
                keys.set(Cased.key(c));
            }
        }
        for (int c : cased) {
            if (keys.get(Cased.key(c)) && (unicode || c < ASCII)) {
                bits.set(c);
            }
        }
        return this;
    }

    /** As a class that RE2/J reads. */
    String text() {
        if (bits.cardinality() == 1) {
            return text(bits.nextSetBit(0));
        }
        if (bits.isEmpty()) {
            return "[^\\x{0}-\\x{10FFFF}]";
        }
        StringBuilder text = new StringBuilder("[");
        for (int first = bits.nextSetBit(0); first >= 0; ) {
            int end = bits.nextClearBit(first);
            text.append(text(first));
            if (end - first > 1) {
                text.append('-').append(text(end - 1));
            }
            first = bits.nextSetBit(end);
        }
        return text.append(']').toString();
    }

    private static String text(int c) {
        boolean plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        return plain ? String.valueOf((char) c) : "\\x{" + Integer.toHexString(c) + "}";
    }

    /** The characters that have another case. */
    private static final class Cased {
        /** Turkish i with and without dot have no simple folding, whatever their upper and lower case are. */
        private static final int DOTTED_CAPITAL = 0x130;

        private static final int DOTLESS_SMALL = 0x131;

        private static final int[] ALL = all();

        static int key(int c) {
            return c == DOTTED_CAPITAL || c == DOTLESS_SMALL ? c : Character.toLowerCase(Character.toUpperCase(c));
        }

        private static int[] all() {
            BitSet cased = new BitSet();
            IntStream.range(0, LIMIT).filter(c -> key(c) != c).forEach(c -> {
                cased.set(c);
                cased.set(key(c));
            });
            return Arrays.copyOf(cased.stream().toArray(), cased.cardinality());
        }
    }
}
