package dev.allclear.route;

import dev.allclear.event.Event;
import dev.allclear.route.regex.BadRegexException;
import dev.allclear.route.regex.Regex;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * {@code match-field}: {@code exact:FIELD=VALUE,VALUE} or {@code regex:FIELD=EXPRESSION}. A field that the event does not have
 * never fits.
 *
 * @param test what the field's value must pass
 */
record FieldDirective(String text, String field, Predicate<String> test) implements Directive {
    static final String KEY = "match-field";

    /** The manual's word for what Proxmox's events call {@link #VERIFY}; allclear's events say this. */
    private static final String VERIFICATION = "verification";

    private static final String VERIFY = "verify";

    private static final String EXACT = "exact:";
    private static final String REGEX = "regex:";

    static FieldDirective read(String text) throws BadDirectiveException {
        boolean exact = text.startsWith(EXACT);
        if (!exact && !text.startsWith(REGEX)) {
            throw new BadDirectiveException(
                    "it must begin with exact: or regex:", text.indexOf('=') > 0 ? EXACT + text : "exact:type=vzdump");
        }
        String rest = text.substring(EXACT.length());
        int equals = rest.indexOf('=');
        if (equals < 0) {
            throw new BadDirectiveException("it has no '=' between field and value", text + "=VALUE");
        }
        String field = rest.substring(0, equals);
        if (!isName(field)) {
            throw new BadDirectiveException(
                    "'" + field + "' cannot be a field's name",
                    "a name of letters, digits, '.', '_' and '-' without blanks, such as type, hostname or job-id");
        }
        String wanted = rest.substring(equals + 1);
        return new FieldDirective(text, field, exact ? oneOf(wanted) : expression(wanted));
    }

    private static boolean isName(String field) {
        boolean letters = field.chars().allMatch(c -> isLetterOrDigit(c) || c == '_' || c == '-' || c == '.');
        return !field.isEmpty() && letters && field.charAt(0) != '-' && field.charAt(0) != '.';
    }

    private static boolean isLetterOrDigit(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }

    private static Predicate<String> oneOf(String list) {
        Set<String> values =
                Arrays.stream(list.split(",", -1)).map(Blanks::trim).collect(Collectors.toUnmodifiableSet());
        return values::contains;
    }

    private static Predicate<String> expression(String text) throws BadDirectiveException {
        try {
            return Regex.of(text)::find;
        } catch (BadRegexException refused) {
            throw new BadDirectiveException(refused.problem(), refused.advice());
        }
    }

    @Override
    public String key() {
        return KEY;
    }

    @Override
    public boolean fits(Event event, ZoneId zone) {
        String value = event.fields().get(field);
        if (value == null) {
            return false;
        }
        boolean otherWord = field.equals(Event.TYPE) && value.equals(VERIFICATION);
        return test.test(value) || (otherWord && test.test(VERIFY));
    }

    @Override
    public String seen(Event event, ZoneId zone) {
        String value = event.fields().get(field);
        return value == null ? "the event has no field " + field : field + " is '" + value + "'";
    }

    /** Without the test, which has no words of its own. */
    @Override
    public String toString() {
        return KEY + " " + text;
    }
}
