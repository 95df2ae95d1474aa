package dev.allclear.route.regex;

import java.lang.Character.UnicodeScript;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;

/** What {@code \p{…}} may name: general categories, scripts and a few more, in any case and with any joints. */
final class Property {
    /** The categories' short and long names; the order is that of the bits of {@link Character#getType}. */
    private static final Map<String, Integer> CATEGORIES = new HashMap<>();

    static {
        category(Character.UNASSIGNED, "cn", "unassigned");
        category(Character.UPPERCASE_LETTER, "lu", "uppercaseletter");
        category(Character.LOWERCASE_LETTER, "ll", "lowercaseletter");
        category(Character.TITLECASE_LETTER, "lt", "titlecaseletter");
        category(Character.MODIFIER_LETTER, "lm", "modifierletter");
        category(Character.OTHER_LETTER, "lo", "otherletter");
        category(Character.NON_SPACING_MARK, "mn", "nonspacingmark");
        category(Character.ENCLOSING_MARK, "me", "enclosingmark");
        category(Character.COMBINING_SPACING_MARK, "mc", "spacingmark");
        category(Character.DECIMAL_DIGIT_NUMBER, "nd", "decimalnumber", "digit");
        category(Character.LETTER_NUMBER, "nl", "letternumber");
        category(Character.OTHER_NUMBER, "no", "othernumber");
        category(Character.SPACE_SEPARATOR, "zs", "spaceseparator");
        category(Character.LINE_SEPARATOR, "zl", "lineseparator");
        category(Character.PARAGRAPH_SEPARATOR, "zp", "paragraphseparator");
        category(Character.CONTROL, "cc", "control", "cntrl");
        category(Character.FORMAT, "cf", "format");
        category(Character.PRIVATE_USE, "co", "privateuse");
        category(Character.SURROGATE, "cs", "surrogate");
        category(Character.DASH_PUNCTUATION, "pd", "dashpunctuation");
        category(Character.START_PUNCTUATION, "ps", "openpunctuation");
        category(Character.END_PUNCTUATION, "pe", "closepunctuation");
        category(Character.CONNECTOR_PUNCTUATION, "pc", "connectorpunctuation");
        category(Character.OTHER_PUNCTUATION, "po", "otherpunctuation");
        category(Character.INITIAL_QUOTE_PUNCTUATION, "pi", "initialpunctuation");
        category(Character.FINAL_QUOTE_PUNCTUATION, "pf", "finalpunctuation");
        category(Character.MATH_SYMBOL, "sm", "mathsymbol");
        category(Character.CURRENCY_SYMBOL, "sc", "currencysymbol");
        category(Character.MODIFIER_SYMBOL, "sk", "modifiersymbol");
        category(Character.OTHER_SYMBOL, "so", "othersymbol");
        group("lc", "casedletter", "lu", "ll", "lt");
        group("l", "letter", "lc", "lm", "lo");
        group("m", "mark", "mn", "me", "mc");
        group("n", "number", "nd", "nl", "no");
        group("z", "separator", "zs", "zl", "zp");
        group("c", "other", "cn", "cc", "cf", "co", "cs");
        group("p", "punctuation", "pd", "ps", "pe", "pc", "po", "pi", "pf");
        group("s", "symbol", "sm", "sc", "sk", "so");
        CATEGORIES.put("punct", CATEGORIES.get("p"));
        CATEGORIES.put("combiningmark", CATEGORIES.get("m"));
    }

    private static final Map<String, IntPredicate> OTHERS = Map.ofEntries(
            Map.entry("any", c -> true),
            Map.entry("ascii", c -> c < 0x80),
            Map.entry("assigned", Character::isDefined),
            Map.entry("alphabetic", Character::isAlphabetic),
            Map.entry("alpha", Character::isAlphabetic),
            Map.entry("ideographic", Character::isIdeographic),
            Map.entry("lowercase", Character::isLowerCase),
            Map.entry("lower", Character::isLowerCase),
            Map.entry("uppercase", Character::isUpperCase),
            Map.entry("upper", Character::isUpperCase),
            Map.entry("whitespace", Scan::isBlank),
            Map.entry("wspace", Scan::isBlank),
            Map.entry("space", Scan::isBlank));

    private static final int JOINER = 0x200D;
    private static final int NON_JOINER = 0x200C;

    private Property() {}

    private static void category(int type, String... names) {
        for (String name : names) {
            CATEGORIES.put(name, 1 << type);
        }
    }

    private static void group(String shortName, String longName, String... members) {
        int mask = 0;
        for (String member : members) {
            mask |= CATEGORIES.getOrDefault(member, 0);
        }
        CATEGORIES.put(shortName, mask);
        CATEGORIES.put(longName, mask);
    }

    /** What {@code \w} takes. */
    static boolean isWord(int c) {
        int marksDigitsJoints = (1 << Character.NON_SPACING_MARK)
                | (1 << Character.ENCLOSING_MARK)
                | (1 << Character.COMBINING_SPACING_MARK)
                | (1 << Character.DECIMAL_DIGIT_NUMBER)
                | (1 << Character.CONNECTOR_PUNCTUATION);
        return Character.isAlphabetic(c) || isOf(marksDigitsJoints, c) || c == JOINER || c == NON_JOINER;
    }

    static boolean isDigit(int c) {
        return Character.getType(c) == Character.DECIMAL_DIGIT_NUMBER;
    }

    /** The property with this name, as {@code Greek}, {@code Lu}, {@code sc=Greek} or {@code gc:Letter}; empty if none is known. */
    static Optional<IntPredicate> named(String written) {
        int joint = Math.max(written.indexOf('='), written.indexOf(':'));
        if (joint < 0) {
            String name = loose(written);
            return Optional.ofNullable(OTHERS.get(name))
                    .or(() -> category(name))
                    .or(() -> script(name));
        }
        boolean not = written.charAt(joint) == '=' && joint > 0 && written.charAt(joint - 1) == '!';
        String value = loose(written.substring(joint + 1));
        Optional<IntPredicate> found = switch (loose(written.substring(0, not ? joint - 1 : joint))) {
            case "gc", "generalcategory" -> category(value);
            case "sc", "script", "scx", "scriptextensions" -> script(value);
            default -> Optional.empty();
        };
        return not ? found.map(IntPredicate::negate) : found;
    }

    private static Optional<IntPredicate> category(String name) {
        return Optional.ofNullable(CATEGORIES.get(name)).map(mask -> c -> isOf(mask, c));
    }

    private static boolean isOf(int mask, int c) {
        return (mask & (1 << Character.getType(c))) != 0;
    }

    private static Optional<IntPredicate> script(String name) {
        for (UnicodeScript script : UnicodeScript.values()) {
            if (loose(script.name()).equals(name)) {
                return Optional.of(c -> UnicodeScript.of(c) == script);
            }
        }
        return Optional.empty();
    }

    private static String loose(String name) {
        return name.toLowerCase(Locale.ROOT).replace("_", "").replace("-", "").replace(" ", "");
    }
}
