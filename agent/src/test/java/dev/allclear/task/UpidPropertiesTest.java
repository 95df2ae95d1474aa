package dev.allclear.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.longs;
import static org.quicktheories.generators.SourceDSL.strings;

import dev.allclear.task.Upid.Product;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.quicktheories.core.Gen;

final class UpidPropertiesTest {

    private static final String PVE = "UPID:pve1:0008A3F2:05C3B1A7:6A8786F3:vzdump:100:root@pam:";
    private static final String PBS =
            "UPID:pbs1:000002CA:00000520:0000001C:6A87BF30:prune:store1\\x3av\\x2d8c3f-91de:root@pam:";

    private static final Gen<Long> WORDS = longs().between(0, 0xFFFF_FFFFL);
    private static final Gen<Long> PSTARTS = longs().between(0, 0xF_FFFF_FFFFL);

    private static Gen<String> wordsOf(String alphabet, int least) {
        return integers().between(least, 20).zip(longs().all(), (length, seed) -> {
            StringBuilder word = new StringBuilder();
            long bits = seed;
            for (int i = 0; i < length; i++) {
                bits = bits * 6364136223846793005L + 1442695040888963407L;
                word.append(alphabet.charAt((int) Long.remainderUnsigned(bits >>> 33, alphabet.length())));
            }
            return word.toString();
        });
    }

    @Test
    void everyPveTaskIsReadBackFromItsText() {
        Gen<String> words = wordsOf("abzAZ019_.@!-\\\u00e4", 1);
        qt().forAll(WORDS, PSTARTS, WORDS, words).checkAssert((pid, pstart, start, word) -> {
            String id = word.substring(1);
            Upid upid = new Upid(Product.PVE, "pve-1", pid, pstart, 0, start, word, id, word);
            assertThat(Upid.parse(upid.toString())).contains(upid);
        });
    }

    @Test
    void everyPbsTaskIsReadBackFromItsText() {
        Gen<String> ids = wordsOf("aZ09_./:-@ \\x\t\u00e4\u20ac", 0);
        qt().forAll(WORDS, PSTARTS, longs().all(), ids).checkAssert((pid, pstart, taskId, id) -> {
            Upid upid = new Upid(Product.PBS, "pbs1", pid, pstart, taskId, pid, "prune", id, "root@pam");
            assertThat(Upid.parse(upid.toString())).contains(upid);
        });
    }

    @Test
    void everyTextThatIsReadIsWrittenBackCanonically() {
        Gen<String> digits = wordsOf("0123456789ABCDEF", 9).map(digits9 -> digits9.substring(0, 8));
        Gen<String> nine = wordsOf("123456789ABCDEF", 9).map(digits9 -> digits9.substring(0, 9));
        qt().forAll(digits, nine, digits).checkAssert((pid, pstart, start) -> {
            String text = "UPID:n:" + pid + ":" + pstart + ":" + start + ":t:i:u:";
            assertThat(Upid.parse(text).orElseThrow()).hasToString(text);
            assertThat(Upid.parse(text.replace(pid, pid.toLowerCase(Locale.ROOT)))
                            .orElseThrow())
                    .hasToString(text);
        });
    }

    @Test
    void noTextIsAnError() {
        qt().forAll(strings().allPossible().ofLengthBetween(0, 80)).checkAssert(text -> {
            assertThatCode(() -> Upid.parse(text)).doesNotThrowAnyException();
            assertThatCode(() -> Upid.parse("UPID:" + text + ":")).doesNotThrowAnyException();
        });
    }

    @Test
    void oneChangedCharacterIsNoUpidOrAnother() {
        Gen<Integer> characters = integers().between(0, 0x2000);
        for (String text : new String[] {PVE, PBS}) {
            Upid original = Upid.parse(text).orElseThrow();
            qt().forAll(integers().between(0, text.length() - 1), characters).checkAssert((at, character) -> {
                String changed = text.substring(0, at) + (char) (int) character + text.substring(at + 1);
                boolean same = Upid.parse(changed).filter(original::equals).isPresent();
                assertThat(same).isEqualTo(changed.equals(text) || sameDigit(text, at, (char) (int) character));
            });
        }
    }

    private static boolean sameDigit(String text, int at, char character) {
        boolean inNumber = at > 9 && at < text.indexOf(text.contains("vzdump") ? "vzdump" : "prune");
        boolean inEscape = text.startsWith("\\x", at - 2) || text.startsWith("\\x", at - 3);
        boolean slash = text.charAt(at) == '-' && character == '/' && text.contains("prune");
        return slash
                || ((inNumber || inEscape)
                        && Character.toUpperCase(text.charAt(at)) == Character.toUpperCase(character)
                        && character < 0x80);
    }
}
