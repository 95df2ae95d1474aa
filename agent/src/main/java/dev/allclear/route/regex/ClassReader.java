package dev.allclear.route.regex;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Reads {@code […]}, with classes in classes and {@code &&}, {@code --} and {@code ~~} between them. Not thread-safe. */
final class ClassReader {
    private static final int DEEPEST = 100;

    private static final Map<String, IntPredicate> POSIX = Map.ofEntries(
            Map.entry("alnum", c -> isAlpha(c) || isDigit(c)),
            Map.entry("alpha", ClassReader::isAlpha),
            Map.entry("ascii", c -> true),
            Map.entry("blank", c -> c == ' ' || c == '\t'),
            Map.entry("cntrl", c -> c < ' ' || c == 0x7F),
            Map.entry("digit", ClassReader::isDigit),
            Map.entry("graph", c -> c > ' ' && c < 0x7F),
            Map.entry("lower", c -> c >= 'a' && c <= 'z'),
            Map.entry("print", c -> c >= ' ' && c < 0x7F),
            Map.entry("punct", c -> c > ' ' && c < 0x7F && !isAlpha(c) && !isDigit(c)),
            Map.entry("space", c -> c == ' ' || (c >= '\t' && c <= '\r')),
            Map.entry("upper", c -> c >= 'A' && c <= 'Z'),
            Map.entry("word", c -> isAlpha(c) || isDigit(c) || c == '_'),
            Map.entry("xdigit", c -> isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F')));

    private final Scan scan;
    private final EscapeReader escapes;

    ClassReader(Scan scan, EscapeReader escapes) {
        this.scan = scan;
        this.escapes = escapes;
    }

    /** A class that is not closed yet. */
    private static final class Open {
        final boolean negated;
        CodePoints left = new CodePoints();
        CodePoints items = new CodePoints();
        int operator = Scan.END;

        Open(boolean negated) {
            this.negated = negated;
        }

        /** What stands so far: everything before the last operator, and after it. */
        CodePoints joined(Flags flags) {
            CodePoints right = flags.fold() ? items.fold(flags.unicode()) : items;
            switch (operator) {
                case '&' -> left.retain(right);
                case '-' -> left.remove(right);
                case '~' -> left.keepWhatOnlyOneHas(right);
                default -> left.add(right);
            }
            return left;
        }
    }

    /** Reads on after the first bracket. */
    CodePoints read(Flags flags) throws BadRegexException {
        Deque<Open> open = new ArrayDeque<>();
        open.push(begin(flags));
        while (true) {
            blanks(flags);
            Open inner = open.element();
            int operator = operator();
            if (operator != Scan.END) {
                inner.left = inner.joined(flags);
                inner.items = new CodePoints();
                inner.operator = operator;
            } else if (scan.skip("[")) {
                if (!posix(inner.items)) {
                    open.push(begin(flags));
                }
            } else if (scan.skip("]")) {
                CodePoints whole = closed(open.pop(), flags);
                if (open.isEmpty()) {
                    return whole;
                }
                open.element().items.add(whole);
            } else {
                item(inner.items, flags);
            }
            if (open.size() > DEEPEST) {
                throw new BadRegexException("classes stand in classes too deeply", "a simpler class");
            }
        }
    }

    private static CodePoints closed(Open open, Flags flags) throws BadRegexException {
        CodePoints set = open.joined(flags);
        CodePoints whole = open.negated ? set.negated() : set;
        if (!flags.unicode() && whole.beyondAscii()) {
            throw new BadRegexException(
                    "without the flag u a class may only have characters of ASCII", "the same without (?-u)");
        }
        return whole;
    }

    /** What stands between bracket and first item: a negation, and a hyphen or bracket that means itself. */
    private Open begin(Flags flags) {
        blanks(flags);
        boolean negated = scan.skip("^");
        blanks(flags);
        Open open = new Open(negated);
        boolean first = true;
        while (scan.skip("-")) {
            open.items.add('-', '-');
            first = false;
            blanks(flags);
        }
        if (first && scan.skip("]")) {
            open.items.add(']', ']');
        }
        return open;
    }

    private int operator() {
        for (String operator : List.of("&&", "--", "~~")) {
            if (scan.skip(operator)) {
                return operator.charAt(0);
            }
        }
        return Scan.END;
    }

    /** {@code :alpha:]} after the bracket; what is no such name is a class of these letters, as in Rust. */
    private boolean posix(CodePoints items) {
        int mark = scan.position();
        if (scan.skip(":")) {
            boolean negated = scan.skip("^");
            IntPredicate member = POSIX.get(scan.until(':'));
            if (member != null && scan.skip("]")) {
                CodePoints set = new CodePoints();
                IntStream.range(0, 0x80).filter(member).forEach(c -> set.add(c, c));
                items.add(negated ? set.negated() : set);
                return true;
            }
        }
        scan.back(mark);
        return false;
    }

    private void item(CodePoints items, Flags flags) throws BadRegexException {
        Escape first = one(flags);
        blanks(flags);
        boolean range = scan.sees("-") && !scan.sees("-]") && !scan.sees("--");
        if (range) {
            scan.next();
            blanks(flags);
            Escape last = one(flags);
            if (!(first instanceof Escape.Literal from
                    && last instanceof Escape.Literal to
                    && from.character() <= to.character())) {
                throw new BadRegexException(
                        "a range in [ ] must lead from one character to a later one", "[a-z], or \\- for a hyphen");
            }
            items.add(from.character(), to.character());
        } else if (first instanceof Escape.Literal literal) {
            items.add(literal.character(), literal.character());
        } else if (first instanceof Escape.Any any) {
            items.add(any.characters());
        } else {
            throw new BadRegexException("a place such as \\b cannot stand in [ ]", "characters only");
        }
    }

    private Escape one(Flags flags) throws BadRegexException {
        if (scan.atEnd()) {
            throw new BadRegexException("a [ is not closed", "] at the end of the list, or \\[ for a bracket");
        }
        return scan.skip("\\") ? escapes.read(flags) : new Escape.Literal(scan.next());
    }

    private void blanks(Flags flags) {
        if (flags.blanks()) {
            scan.skipBlanks();
        }
    }

    private static boolean isAlpha(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }
}
