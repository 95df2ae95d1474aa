package dev.allclear.config;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Optional;

/** Regular expressions in RE2's syntax, which are searched for and not anchored. Its engine is loaded with this class. */
final class Expression {
    private Expression() {}

    static Optional<ValueKind.Fault> fault(String value) {
        try {
            Pattern.compile(value);
            return Optional.empty();
        } catch (PatternSyntaxException malformed) {
            return Optional.of(new ValueKind.Fault(
                    "is not a regular expression: " + malformed.getDescription(),
                    "write it in RE2's syntax (https://github.com/google/re2/wiki/Syntax)"));
        }
    }
}
