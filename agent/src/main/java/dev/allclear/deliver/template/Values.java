package dev.allclear.deliver.template;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** What templates think of values: true or not, equal, smaller, how long, and how they are printed; as in handlebars-rs. */
final class Values {
    private Values() {}

    /** Null, false, nought and what is empty are not true; an object always is. */
    static boolean truthy(@Nullable Object value, boolean includeZero) {
        if (value == null) {
            return false;
        }
        if (value instanceof Boolean flag) {
            return flag;
        }
        if (value instanceof Number number) {
            return includeZero || number.doubleValue() != 0;
        }
        if (value instanceof List<?> list) {
            return !list.isEmpty();
        }
        if (value instanceof Map<?, ?> map) {
            return !map.isEmpty();
        }
        return !value.toString().isEmpty();
    }

    static boolean equal(@Nullable Object a, @Nullable Object b) {
        if (a instanceof Number x && b instanceof Number y) {
            return exact(x).compareTo(exact(y)) == 0;
        }
        if (a instanceof CharSequence && b instanceof CharSequence) {
            return a.toString().contentEquals(b.toString());
        }
        return Objects.equals(a, b);
    }

    /** Numbers, texts, booleans, and numbers with texts that are numbers; empty for all else, of which nothing is true. */
    static OptionalInt compare(@Nullable Object a, @Nullable Object b) {
        if (a instanceof Boolean x && b instanceof Boolean y) {
            return OptionalInt.of(x.compareTo(y));
        }
        if (a instanceof CharSequence && b instanceof CharSequence) {
            return OptionalInt.of(a.toString().compareTo(b.toString()));
        }
        BigDecimal x = number(a);
        BigDecimal y = number(b);
        return x == null || y == null ? OptionalInt.empty() : OptionalInt.of(x.compareTo(y));
    }

    /** A number, or a text that is one; null for anything else. */
    static @Nullable BigDecimal number(@Nullable Object value) {
        try {
            if (value instanceof Number n) {
                return exact(n);
            }
            return value instanceof CharSequence text ? new BigDecimal(text.toString()) : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static BigDecimal exact(Number number) {
        return new BigDecimal(number.toString());
    }

    /** Elements, members, or bytes of a text; nought for all else. */
    static int length(@Nullable Object value) {
        if (value instanceof List<?> list) {
            return list.size();
        }
        if (value instanceof Map<?, ?> map) {
            return map.size();
        }
        return value instanceof CharSequence text ? text.toString().getBytes(StandardCharsets.UTF_8).length : 0;
    }

    static @Nullable Object lookup(@Nullable Object in, @Nullable Object key) {
        if (in instanceof Map<?, ?> map) {
            return map.get(String.valueOf(key));
        }
        BigDecimal at = number(key);
        if (in instanceof List<?> list && at != null && at.signum() >= 0) {
            int index = at.min(BigDecimal.valueOf(Integer.MAX_VALUE)).intValue();
            return index < list.size() ? list.get(index) : null;
        }
        return null;
    }

    /** As it stands in the text. */
    static String print(@Nullable Object value) {
        if (value == null) {
            return "";
        }
        if (value instanceof List<?> list) {
            return "[" + String.join(", ", list.stream().map(Values::print).toList()) + "]";
        }
        return value instanceof Map ? "[object]" : value.toString();
    }
}
