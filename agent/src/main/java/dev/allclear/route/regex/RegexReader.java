package dev.allclear.route.regex;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/**
 * Rewrites an expression from Rust's dialect to RE2/J's. Only whether it fits is of interest, so groups need no number, and how
 * much a repetition takes is left out. Upper and lower case, and what a class holds, are worked out here. Not thread-safe.
 */
final class RegexReader {
    /**
     * How large an expression may be with its counts written out. Rust allows more; RE2/J goes through choices by recursion, and
     * the agent's threads have small stacks.
     */
    static final int MOST_STEPS = 5000;

    /** What a choice, or a step that takes no character, counts against a character: one more call on the stack. */
    private static final int CHOICE = 10;

    private static final int MOST_REPETITIONS = 1000;
    private static final int LONGEST_CHAIN = 50;

    /** As in Rust. */
    private static final int DEEPEST = 250;

    private final Scan scan;
    private final EscapeReader escapes;
    private final ClassReader classes;
    private final StringBuilder out = new StringBuilder();
    private final Deque<Group> open = new ArrayDeque<>();
    private final Set<String> names = new HashSet<>();
    private Flags flags = Flags.NONE;
    private int steps;
    private Last last = Last.NOTHING;

    /**
     * A group that is not closed yet.
     *
     * @param start where it begins in the rewritten text
     * @param steps of what stands before it
     * @param outer the flags that are in force again behind it
     */
    private record Group(int start, int steps, Flags outer) {}

    /**
     * What a repetition would repeat.
     *
     * @param start where it begins in the rewritten text
     * @param repeated how many repetitions it already has
     */
    private record Last(int start, int steps, int repeated) {
        static final Last NOTHING = new Last(-1, 0, 0);
    }

    RegexReader(String text) {
        this.scan = new Scan(text);
        this.escapes = new EscapeReader(scan);
        this.classes = new ClassReader(scan, escapes);
    }

    String read() throws BadRegexException {
        while (true) {
            blanks();
            if (scan.atEnd()) {
                break;
            }
            piece(scan.next());
            if (steps > MOST_STEPS) {
                throw new BadRegexException(
                        "it is too large when its repetitions are written out", "smaller counts, or * and +");
            }
        }
        if (!open.isEmpty()) {
            throw new BadRegexException("a ( is not closed", ") at the end of the group, or \\( for a parenthesis");
        }
        return out.toString();
    }

    private void piece(int c) throws BadRegexException {
        switch (c) {
            case '(' -> group();
            case ')' -> close();
            case '|' -> {
                out.append('|');
                steps += CHOICE;
                last = Last.NOTHING;
            }
            case '*' -> repeat("*");
            case '+' -> repeat("+");
            case '?' -> repeat("?");
            case '{' -> counted();
            case '[' -> atom(classes.read(flags).text(), 1);
            case '\\' -> escape();
            case '.' -> dot();
            case '^' -> atom(flags.lines() ? "(?m:^)" : "\\A", CHOICE);
            case '$' -> atom(flags.lines() ? "(?m:$)" : "\\z", CHOICE);
            default -> literal(c);
        }
    }

    private void dot() throws BadRegexException {
        if (!flags.unicode()) {
            throw new BadRegexException(
                    "without the flag u a dot would take half characters", "the same without (?-u)");
        }
        atom(flags.dotAll() ? "(?s:.)" : ".", 1);
    }

    private void escape() throws BadRegexException {
        Escape escape = escapes.read(flags);
        if (escape instanceof Escape.Literal literal) {
            literal(literal.character());
        } else if (escape instanceof Escape.Place place) {
            atom(place.text(), CHOICE);
        } else if (escape instanceof Escape.Any any) {
            if (!flags.unicode() && any.characters().beyondAscii()) {
                throw new BadRegexException(
                        "without the flag u this would take half characters", "the same without (?-u)");
            }
            atom(any.characters().text(), 1);
        }
    }

    private void literal(int c) {
        CodePoints single = CodePoints.single(c);
        atom((flags.fold() ? single.fold(flags.unicode()) : single).text(), 1);
    }

    private void atom(String text, int cost) {
        last = new Last(out.length(), cost, 0);
        out.append(text);
        steps += cost;
    }

    private void repeat(String sign) throws BadRegexException {
        mustRepeatSomething(sign);
        blanks();
        scan.skip("?");
        if (last.repeated() > 0) {
            out.insert(last.start(), "(?:").append(')');
        }
        out.append(sign);
        steps += CHOICE;
        last = new Last(last.start(), last.steps() + CHOICE, last.repeated() + 1);
    }

    private void mustRepeatSomething(String sign) throws BadRegexException {
        if (last.start() < 0) {
            throw new BadRegexException(
                    "there is nothing before '" + sign + "' that could be repeated",
                    ".* for anything, or \\" + sign + " for the character itself");
        }
        if (last.repeated() == DEEPEST) {
            throw new BadRegexException("too many repetitions of repetitions", "one repetition");
        }
    }

    private void counted() throws BadRegexException {
        mustRepeatSomething("{");
        int least = number();
        boolean upwards = scan.skip(",");
        blanksAlways();
        boolean bounded = upwards && !scan.sees("}");
        int most = bounded ? number() : least;
        if (!scan.skip("}") || least > most) {
            throw new BadRegexException("a count must be like {3}, {3,} or {3,5}", "a{3,5}, or \\{ for a brace");
        }
        if (most > MOST_REPETITIONS) {
            throw new BadRegexException("a count above " + MOST_REPETITIONS + " is too large", "a smaller count");
        }
        blanks();
        scan.skip("?");
        String body = last.repeated() > 0 ? "(?:" + out.substring(last.start()) + ")" : out.substring(last.start());
        int choices = bounded ? most - least : upwards ? 1 : 0;
        out.setLength(last.start());
        out.append(
                choices > LONGEST_CHAIN ? chained(body, least, choices) : body + count(least, upwards, bounded, most));
        // What must be there is no choice.
        int cost = Math.max(1, last.steps()) * Math.max(1, most) + choices * CHOICE;
        steps += cost - last.steps();
        last = new Last(last.start(), cost, last.repeated() + 1);
    }

    private static String count(int least, boolean upwards, boolean bounded, int most) {
        return "{" + least + (upwards ? "," : "") + (bounded ? most : "") + "}";
    }

    /** RE2/J makes of {@code a{0,3}} choices in choices in choices; short chains in a row need less of the stack. */
    private static String chained(String body, int least, int choices) {
        return "(?:" + body + "{" + least + "}(?:" + body + "{0," + LONGEST_CHAIN + "}){" + choices / LONGEST_CHAIN
                + "}" + body + "{0," + choices % LONGEST_CHAIN + "})";
    }

    private int number() throws BadRegexException {
        blanksAlways();
        int number = 0;
        int digits = 0;
        for (; scan.peek() >= '0' && scan.peek() <= '9'; digits++) {
            number = Math.min(MOST_REPETITIONS + 1, number * 10 + scan.next() - '0');
        }
        blanksAlways();
        if (digits == 0) {
            throw new BadRegexException("a { must be followed by a number", "a{3}, a{0,3}, or \\{ for a brace");
        }
        return number;
    }

    /** Rust lets white space stand around the numbers of a count. */
    private void blanksAlways() {
        while (Scan.isBlank(scan.peek())) {
            scan.next();
        }
    }

    private void group() throws BadRegexException {
        if (open.size() == DEEPEST) {
            throw new BadRegexException("groups stand in groups too deeply", "a simpler expression");
        }
        blanks();
        for (String look : new String[] {"?=", "?!", "?<=", "?<!", "?>"}) {
            if (scan.sees(look)) {
                throw new BadRegexException(
                        "(" + look + " looks around or holds fast, which is not possible here",
                        "two match-field lines, or invert-match");
            }
        }
        Flags inside = flags;
        if (scan.skip("?P<") || scan.skip("?<")) {
            name();
        } else if (scan.skip("?")) {
            inside = flags();
            if (scan.next() == ')') {
                flags = inside;
                last = Last.NOTHING;
                return;
            }
        }
        open.push(new Group(out.length(), steps, flags));
        out.append("(?:");
        flags = inside;
        steps = 0;
        last = Last.NOTHING;
    }

    private void close() throws BadRegexException {
        if (open.isEmpty()) {
            throw new BadRegexException("a ) has no (", "\\) for a parenthesis");
        }
        Group group = open.pop();
        out.append(')');
        flags = group.outer();
        // An empty group is a step too.
        int cost = steps == 0 ? CHOICE : steps;
        last = new Last(group.start(), cost, 0);
        steps = group.steps() + cost;
    }

    private void name() throws BadRegexException {
        String name = scan.until('>');
        boolean good = name.matches("[_\\p{IsAlphabetic}][_.\\[\\]\\p{IsAlphabetic}\\p{N}]*");
        if (!good || !names.add(name)) {
            throw new BadRegexException(
                    "a group's name must be letters and digits up to '>', and used once",
                    "(?: for a group without a name");
        }
    }

    /** The flags up to the colon or parenthesis, which is left. */
    private Flags flags() throws BadRegexException {
        Flags found = flags;
        boolean on = true;
        Set<Integer> seen = new HashSet<>();
        int before = Scan.END;
        while (scan.peek() != ':' && scan.peek() != ')') {
            int flag = scan.atEnd() ? ' ' : scan.next();
            if (!seen.add(flag)) {
                throw new BadRegexException("a flag is given twice", "every flag once, as in (?im-s)");
            }
            if (flag == '-') {
                on = false;
            } else {
                found = found.with(flag, on);
            }
            before = flag;
        }
        if (before == '-' || (seen.isEmpty() && scan.peek() == ')')) {
            throw new BadRegexException("there are no flags after (?", "(?i) or (?: for a group");
        }
        return found;
    }

    private void blanks() {
        if (flags.blanks()) {
            scan.skipBlanks();
        }
    }
}
