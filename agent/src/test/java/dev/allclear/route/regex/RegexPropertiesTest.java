package dev.allclear.route.regex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.lists;
import static org.quicktheories.generators.SourceDSL.strings;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** What must hold for every expression. */
class RegexPropertiesTest {
    private static final List<String> PIECES = List.of(
            "a",
            "k",
            "ä",
            ".",
            "*",
            "+",
            "?",
            "{",
            "}",
            "{2}",
            "{0,3}",
            "{1,60}",
            "{,",
            ",",
            "(",
            ")",
            "(?:",
            "(?i)",
            "(?x:",
            "(?-u)",
            "(?<n>",
            "(?=",
            "|",
            "[",
            "]",
            "[^",
            "[a-z",
            "-",
            "&&",
            "--",
            "~~",
            "[:alpha:]",
            ":",
            "^",
            "$",
            "\\",
            "\\d",
            "\\w",
            "\\b",
            "\\x{",
            "\\u00e4",
            "\\pL",
            "\\p{Greek}",
            "\\Q",
            "#",
            " ",
            "\n",
            "\ud83d",
            "\ud83d\ude00");

    /** Forms that Java's own engine reads the same way. */
    private static final List<String> COMMON = List.of(
            "a",
            "b",
            "ab",
            ".",
            "(?:a)",
            "(?:a|b)",
            "(?:ab|)",
            "[ab]",
            "[^a]",
            "[a-b]",
            "a*",
            "b+",
            "(?:a|bb)?",
            "a{2}",
            "(?:ba){1,2}",
            "^",
            "$",
            "(?i:A)",
            "[^b]*",
            "(?:a|b){0,60}",
            "\\.",
            "(?:a*b)+");

    @Test
    void noTextMakesTheReaderThrowAnythingElse() {
        qt().withExamples(300)
                .forAll(strings().allPossible().ofLengthBetween(0, 60))
                .checkAssert(RegexPropertiesTest::readAndSearch);
    }

    @Test
    void noMixOfPiecesMakesTheReaderThrowAnythingElse() {
        qt().withExamples(600).forAll(pieces(PIECES, 12)).checkAssert(RegexPropertiesTest::readAndSearch);
    }

    @Test
    void answersAsJavaDoesWhereBothMeanTheSame() {
        qt().withExamples(3000)
                .forAll(pieces(COMMON, 5), strings().betweenCodePoints('a', 'c').ofLengthBetween(0, 6))
                .checkAssert((expression, text) -> {
                    try {
                        assertThat(Regex.of(expression).find(text))
                                .as("%s in %s", expression, text)
                                .isEqualTo(Pattern.compile(expression)
                                        .matcher(text)
                                        .find());
                    } catch (BadRegexException refused) {
                        throw new AssertionError(expression, refused);
                    }
                });
    }

    @Test
    void noRepetitionExplodes() {
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
            readAndSearch("(a*)*".repeat(200) + "c");
            readAndSearch("(?:".repeat(240) + "a" + "*)*".repeat(240) + "c");
            readAndSearch("a".repeat(200_000));
            readAndSearch("(".repeat(200_000));
            readAndSearch("[".repeat(200_000));
            readAndSearch("a" + "{9}".repeat(200_000));
            readAndSearch("a" + "*".repeat(200_000));
            readAndSearch("a{1,1000}".repeat(2000));
        });
    }

    private static org.quicktheories.core.Gen<String> pieces(List<String> pieces, int most) {
        return lists().of(integers().between(0, pieces.size() - 1))
                .ofSizeBetween(0, most)
                .map(picked -> picked.stream().map(pieces::get).collect(Collectors.joining()));
    }

    private static void readAndSearch(String expression) {
        try {
            Regex regex = Regex.of(expression);
            assertThat(regex.find("a".repeat(500))).isEqualTo(regex.find("a".repeat(500)));
        } catch (BadRegexException refused) {
            assertThat(refused.problem()).isNotEmpty();
            assertThat(refused.advice()).isNotEmpty();
        }
    }
}
