package dev.allclear.route.regex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rust's dialect, as its manual and its measured answers have it. */
class RegexTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "^\\d$ ٣",
                "^\\w+$ größe",
                "^\\s$ '\u3000'",
                "^\\W$ €",
                "(?i)^straßE$ STRAẞe",
                "(?i)^[k]$ \u212a",
                "(?i)^[^k]$ x",
                "^[a-z--[aeiou]]$ b",
                "^[a-c&&b-d]$ b",
                "^[a-c~~b-d]$ a",
                "^[[:alpha:]]$ z",
                "^[[:^alpha:]]$ 1",
                "^[[:foo:]]$ f",
                "^[\\w&&[^\\d_]]$ ä",
                "^[]a]$ ]",
                "^[-a]$ -",
                "^[a-]$ -",
                "^[\\d-]$ -",
                "^\\p{Greek}\\pL\\p{Lu}$ αäÄ",
                "^\\p{sc=Greek}$ α",
                "^\\p{gc:Lowercase_Letter}$ ä",
                "^\\p{^Lu}\\P{Lu}$ aa",
                "^(?x:a\\u0020b)$ 'a b'",
                "^\\u{1F600}$ \uD83D\uDE00",
                "^a++$ aaa",
                "^a**b$ b",
                "^(?:a{2}){2}$ aaaa",
                "^(?P<n>a)(?<m>b)$ ab",
                "^a{2,}?$ aaa",
                "^\\x41\\x{42}$ AB",
                "^\\-\\#\\~$ -#~",
                "(?-i)a(?i)b|c C",
                "^a{0}b$ b",
                "^*a\\b?$*\\z+ a",
                "^a{0,120}$ aaa",
                "^(?:a{1,9}b){2,20}$ abaab"
            })
    void fits(String expression, String text) throws BadRegexException {
        assertThat(Regex.of(expression).find(text)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "^[a-z--[aeiou]]$ a",
                "^[a-c&&b-d]$ a",
                "^[a-c~~b-d]$ b",
                "(?i)[^k] K",
                "^[^\\w]$ ä",
                "\\p{!} !",
                "^(?-u:\\w)$ ä",
                "(?i:a)b AB",
                "a(?i)b ABx"
            })
    void doesNotFit(String expression, String text) throws BadRegexException {
        boolean found;
        try {
            found = Regex.of(expression).find(text);
        } catch (BadRegexException refused) {
            found = false;
        }
        assertThat(found).isFalse();
    }

    @Test
    void endsAtTheVeryEndOnly() throws BadRegexException {
        assertThat(Regex.of("a$").find("a\n")).isFalse();
    }

    @Test
    void readsLinesOnlyWhenAskedTo() throws BadRegexException {
        assertThat(Regex.of("(?m)^b$").find("a\nb\nc")).isTrue();
        assertThat(Regex.of("^b$").find("a\nb\nc")).isFalse();
    }

    @Test
    void overlooksBlanksAndCommentsWhenAskedTo() throws BadRegexException {
        assertThat(Regex.of("(?x) ^ a + # letters\n [ b c ] $").find("aac")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(?=a)",
                "(?!a)",
                "(?<=a)",
                "(?<!a)",
                "(?>a)",
                "(a)\\1",
                "\\Qa\\E",
                "\\h",
                "\\R",
                "\\X",
                "\\G",
                "\\Z",
                "\\e",
                "\\y",
                "\\ä",
                "a{",
                "a{,3}",
                "{",
                "a{3,2}",
                "a{x}",
                "*",
                "+a",
                "?",
                "a|*",
                "(*)",
                "(?i)*",
                ")",
                "(",
                "(?",
                "(?)",
                "(?i",
                "(?ii)",
                "(?i-)",
                "(?-)",
                "(?q)",
                "(?P<n",
                "(?P<>a)",
                "(?P<n>a)(?P<n>b)",
                "(?P=n)",
                "(?'n'a)",
                "[",
                "[^]",
                "[]",
                "[z-a]",
                "[\\d-a]x[",
                "[a-\\d]",
                "[\\d-z]",
                "[\\b]",
                "[[:alpha:]",
                "[[a]",
                "\\",
                "\\x",
                "\\x4",
                "\\xg1",
                "\\x{110000}",
                "\\uD800",
                "\\p{Foo}",
                "\\p",
                "\\p{",
                "(?-u).",
                "(?-u)\\W",
                "a{1000}{1000}{1000}",
                "a{99999999999}"
            })
    void refusesWhatRustRefuses(String expression) {
        assertThatThrownBy(() -> Regex.of(expression)).isInstanceOf(BadRegexException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a{1001}", "\\b{start}a", "\\<a", "(?R)a", "\\p{sentence_break=other}", "(?:a?){1000}"})
    void refusesWhatItDoesNotKnow(String expression) {
        assertThatThrownBy(() -> Regex.of(expression)).isInstanceOf(BadRegexException.class);
    }

    @Test
    void saysWhatToWriteInstead() {
        BadRegexException refused = catchThrowableOfType(BadRegexException.class, () -> Regex.of("a{,3}"));
        assertThat(refused).hasMessage("a { must be followed by a number");
        assertThat(refused.advice()).contains("a{0,3}");
    }

    /** The agent's threads have 256 KB; RE2/J goes through choices by recursion. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "(?:a?){450}b",
                "(?:a{0,450})b",
                "(?:){490}",
                "(?:a|b|){150}",
                "(?:(?:a*)*b?){150}",
                "\\b{490}",
                "a{1000}",
                "\\w{1000}",
                "(?:a{9}){490}",
                "a{5,330}b",
                "[0-9a-z]{0,255}b",
                "(?:a{0,9}){45}"
            })
    void theLargestExpressionsFitOnASmallStack(String expression) throws InterruptedException {
        StringBuilder failure = new StringBuilder();
        Runnable reading = () -> {
            try {
                boolean found = Regex.of(expression).find("a".repeat(5000) + "b");
                failure.append(found ? "" : "not found");
            } catch (BadRegexException | StackOverflowError e) {
                failure.append(e);
            }
        };
        Thread small = new Thread(null, reading, "small", 256 << 10);
        small.start();
        small.join();
        assertThat(failure).isEmpty();
    }

    @Test
    void manyAlternativesFitOnASmallStack() throws InterruptedException {
        StringBuilder hosts = new StringBuilder("^(");
        for (int i = 0; i < 250; i++) {
            hosts.append(i == 0 ? "" : "|").append("pv").append(i);
        }
        theLargestExpressionsFitOnASmallStack(hosts + ")$|b");
    }
}
