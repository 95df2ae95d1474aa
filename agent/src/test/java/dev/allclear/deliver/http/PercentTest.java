package dev.allclear.deliver.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.strings;

import java.net.URI;
import org.junit.jupiter.api.Test;

class PercentTest {
    @Test
    void encodesAsUtf8AndABlankAsPercent20() {
        assertThat(Percent.encode("2/2 guests, 41 min + ä€😀&=#%", 1000))
                .isEqualTo("2%2F2%20guests%2C%2041%20min%20%2B%20%C3%A4%E2%82%AC%F0%9F%98%80%26%3D%23%25");
    }

    @Test
    void encodesLineEndsAndNul() {
        assertThat(Percent.encode("a\n\t\0", 1000)).isEqualTo("a%0A%09%00");
    }

    @Test
    void replacesHalfACharacter() {
        assertThat(Percent.encode("a\uD83Db", 1000)).isEqualTo("a%EF%BF%BDb");
    }

    @Test
    void leavesATextThatJustFits() {
        assertThat(Percent.encode("x".repeat(20), 20)).isEqualTo("x".repeat(20));
    }

    @Test
    void showsThatATextWasCut() {
        assertThat(Percent.encode("x".repeat(21), 20)).isEqualTo("x".repeat(11) + "%E2%80%A6");
    }

    @Test
    void cutsBetweenCharactersNeverInsideOne() {
        assertThat(Percent.encode("😀😀😀", 30)).isEqualTo("%F0%9F%98%80%E2%80%A6");
    }

    @Test
    void staysWithinItsLimitAndDecodesToTheTextOrABeginningOfIt() {
        qt().forAll(strings().allPossible().ofLengthBetween(0, 60), integers().between(9, 300))
                .check((text, limit) -> {
                    String encoded = Percent.encode(text, limit);
                    String back = Percent.decode(encoded);
                    String wanted = wellFormed(text);
                    return encoded.length() <= limit
                            && (back.equals(wanted)
                                    || (back.endsWith("…") && wanted.startsWith(back.substring(0, back.length() - 1))));
                });
    }

    @Test
    void repairsWhateverIsNotFitForAUrl() {
        qt().forAll(strings().allPossible().ofLengthBetween(0, 40))
                .check(text -> URI.create("/?" + Percent.repair(text)).getRawQuery() != null);
    }

    @Test
    void leavesWhatIsEncodedAlready() {
        assertThat(Percent.repair("a%20b=c&d=%zz|")).isEqualTo("a%20b=c&d=%25zz%7C");
    }

    private static String wellFormed(String text) {
        StringBuilder out = new StringBuilder();
        text.codePoints().forEach(c -> out.appendCodePoint(c >= 0xD800 && c <= 0xDFFF ? 0xFFFD : c));
        return out.toString();
    }
}
