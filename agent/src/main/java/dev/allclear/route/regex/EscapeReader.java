package dev.allclear.route.regex;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntPredicate;

/** Reads what follows a backslash. Not thread-safe. */
final class EscapeReader {
    private final Scan scan;

    /** Sets that were asked for, since looking at every character of Unicode takes milliseconds. */
    private final Map<String, CodePoints> known = new HashMap<>();

    EscapeReader(Scan scan) {
        this.scan = scan;
    }

    Escape read(Flags flags) throws BadRegexException {
        int c = scan.next();
        return switch (c) {
            case 'a' -> new Escape.Literal(7);
            case 'f' -> new Escape.Literal('\f');
            case 't' -> new Escape.Literal('\t');
            case 'n' -> new Escape.Literal('\n');
            case 'r' -> new Escape.Literal('\r');
            case 'v' -> new Escape.Literal(0x0B);
            case 'x' -> new Escape.Literal(hex(2));
            case 'u' -> new Escape.Literal(hex(4));
            case 'U' -> new Escape.Literal(hex(8));
            case 'A' -> new Escape.Place("\\A");
            case 'z' -> new Escape.Place("\\z");
            case 'b' -> wordEdge();
            case 'B' -> new Escape.Place("\\B");
            case 'd', 'D', 's', 'S', 'w', 'W' -> new Escape.Any(perl(c, flags.unicode()));
            case 'p', 'P' -> new Escape.Any(property(c == 'P'));
            default -> literal(c);
        };
    }

    private static Escape literal(int c) throws BadRegexException {
        if (c == Scan.END) {
            throw new BadRegexException("it ends with a lone backslash", "\\\\ for a backslash");
        }
        if (c >= '0' && c <= '9') {
            throw new BadRegexException(
                    "\\" + Character.toString(c) + " would refer back to a group, which is not possible",
                    "the text itself, or \\x" + Character.toString(c) + "… for a character by its number");
        }
        boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (letter || c >= 0x80 || c == '<' || c == '>') {
            String written = Character.toString(c);
            throw new BadRegexException("\\" + written + " means nothing here", written + " for the character itself");
        }
        return new Escape.Literal(c);
    }

    /** {@code \b{3}} is a word's edge three times; with a letter it is a form that RE2/J does not have. */
    private Escape wordEdge() throws BadRegexException {
        int mark = scan.position();
        if (scan.skip("{") && Character.isLetter(scan.peek())) {
            throw new BadRegexException("\\b{start} and its like are not known to allclear", "\\b");
        }
        scan.back(mark);
        return new Escape.Place("\\b");
    }

    private int hex(int digits) throws BadRegexException {
        StringBuilder number = new StringBuilder();
        boolean braces = scan.skip("{");
        if (braces) {
            number.append(scan.until('}'));
        } else {
            while (number.length() < digits && !scan.atEnd()) {
                number.appendCodePoint(scan.next());
            }
        }
        boolean enough = braces ? number.length() > 0 : number.length() == digits;
        boolean whole = enough && number.chars().allMatch(d -> Character.digit(d, 16) >= 0 && d < 0x80);
        String significant = number.toString().replaceFirst("^0+(?=.)", "");
        int c = whole && significant.length() <= 6 ? Integer.parseInt(significant, 16) : Scan.END;
        if (!Character.isValidCodePoint(c) || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)) {
            throw new BadRegexException("'" + number + "' is not the number of a character", "\\x41 or \\x{263A}");
        }
        return c;
    }

    private CodePoints perl(int letter, boolean unicode) {
        boolean negated = Character.isUpperCase(letter);
        int kind = Character.toLowerCase(letter);
        IntPredicate member = switch (kind) {
            case 'd' -> Property::isDigit;
            case 's' -> Scan::isBlank;
            default -> Property::isWord;
        };
        String name = Character.toString(kind) + unicode;
        CodePoints set =
                known.computeIfAbsent(name, any -> CodePoints.of(unicode ? member : c -> c < 0x80 && member.test(c)));
        return negated ? set.negated() : set;
    }

    private CodePoints property(boolean negated) throws BadRegexException {
        String name;
        if (scan.skip("{")) {
            name = scan.until('}');
        } else {
            name = scan.atEnd() ? "" : Character.toString(scan.next());
        }
        boolean not = name.startsWith("^");
        String plain = not ? name.substring(1) : name;
        CodePoints set = known.get(plain.toLowerCase(Locale.ROOT));
        if (set == null) {
            IntPredicate member = Property.named(plain)
                    .orElseThrow(() -> new BadRegexException(
                            "no property of characters is called '" + plain + "'",
                            "\\p{L} or \\p{Greek}, for example"));
            set = CodePoints.of(member);
            known.put(plain.toLowerCase(Locale.ROOT), set);
        }
        return negated == not ? set : set.negated();
    }
}
