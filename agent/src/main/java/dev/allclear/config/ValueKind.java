package dev.allclear.config;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** What may stand behind a key. Implementations are immutable and never throw. */
interface ValueKind {

    /**
     * What is wrong with a value.
     *
     * @param why continues "key 'value' …", for example "is not a duration"
     * @param instead what to write
     */
    record Fault(String why, String instead) {}

    /** What is wrong with {@code value}, or empty when it is good. */
    Optional<Fault> fault(String value);

    /** The form in which a good value is kept and written back. */
    default String canonical(String value) {
        return value;
    }

    /** Any text. */
    ValueKind TEXT = value -> Optional.empty();

    /** {@code 1 on yes true} or {@code 0 off no false}, in any case. */
    ValueKind SWITCH = new ValueKind() {
        private static final List<String> ON = List.of("1", "on", "yes", "true");
        private static final List<String> OFF = List.of("0", "off", "no", "false");

        @Override
        public Optional<Fault> fault(String value) {
            String word = value.toLowerCase(Locale.ROOT);
            return ON.contains(word) || OFF.contains(word)
                    ? Optional.empty()
                    : Optional.of(new Fault("is neither on nor off", "write 1, on, yes, true or 0, off, no, false"));
        }

        @Override
        public String canonical(String value) {
            return Boolean.toString(ON.contains(value.toLowerCase(Locale.ROOT)));
        }
    };

    /** Good if {@code good} says so. */
    static ValueKind where(Predicate<String> good, String why, String instead) {
        Optional<Fault> fault = Optional.of(new Fault(why, instead));
        return value -> good.test(value) ? Optional.empty() : fault;
    }

    /** Exactly one of {@code words}. */
    static ValueKind oneOf(String... words) {
        List<String> known = List.of(words);
        String all = "write " + String.join(" or ", known);
        return value -> known.contains(value)
                ? Optional.empty()
                : Optional.of(new Fault(
                        "is not possible here",
                        Spelling.nearest(value.toLowerCase(Locale.ROOT), known)
                                .map(word -> "did you mean '" + word + "'?")
                                .orElse(all)));
    }

    /** Text of {@code least} to {@code most} characters without ASCII control characters (tab is one). */
    static ValueKind line(int least, int most) {
        return where(
                value -> {
                    int length = value.codePointCount(0, value.length());
                    return length >= least && length <= most && value.chars().noneMatch(c -> c < 0x20 || c == 0x7F);
                },
                "is too long, too short or contains a control character",
                "write " + (least > 0 ? least + " to " : "at most ") + most + " characters and no tab");
    }

    /** A whole number, optionally with a sign. */
    static ValueKind number(long least, long most) {
        Pattern digits = Pattern.compile("[+-]?0*([0-9]{1,18})");
        return new ValueKind() {
            @Override
            public Optional<Fault> fault(String value) {
                boolean good = digits.matcher(value).matches() && inRange(Long.parseLong(value));
                return good
                        ? Optional.empty()
                        : Optional.of(new Fault(
                                "is not a whole number from " + least + " to " + most, "write it in plain digits"));
            }

            private boolean inRange(long number) {
                return number >= least && number <= most;
            }

            @Override
            public String canonical(String value) {
                return Long.toString(Long.parseLong(value));
            }
        };
    }
}
