package dev.allclear.watch.spool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allclear.event.Block;
import dev.allclear.event.Event;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is made of mails beyond those that were measured. */
class MailEventTest {

    private static MailEvent.Reading read(String mail) {
        return MailEvent.read("a mail", mail.getBytes(StandardCharsets.ISO_8859_1), false, Instant.EPOCH, "pve1");
    }

    private static Event told(String mail) {
        return ((MailEvent.Reading.Told) read(mail)).event();
    }

    private static String body(String mail) {
        return ((Block.Paragraph) told(mail).body().get(0)).text();
    }

    private static String mixed(String... parts) {
        return multipart("mixed", "b", parts);
    }

    private static String multipart(String kind, String boundary, String... parts) {
        return "Content-Type: multipart/" + kind + "; boundary=" + boundary + "\n\n--" + boundary + "\n"
                + String.join("\n--" + boundary + "\n", parts) + "\n--" + boundary + "--\n";
    }

    @Test
    void postfixsEnvelopeIsNoPartOfTheMail() {
        String mail = "Subject: x\n\ny\n";
        assertThat(told("From root@pve1  Sat Nov 21 07:00:00 2026\n" + mail).mail())
                .isEqualTo(mail);
    }

    @Test
    void anEnvelopeAloneIsNoMail() {
        assertThat(read("From root@pve1  Sat Nov 21 07:00:00 2026")).isInstanceOf(MailEvent.Reading.NoMail.class);
    }

    @Test
    void keepsEveryByte() {
        StringBuilder mail = new StringBuilder("Subject: x\r\n\r\n");
        for (char c = 0; c < 256; c++) {
            mail.append(c);
        }
        assertThat(told(mail.toString()).mail()).isEqualTo(mail.toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "=?utf-8?q?a?=\\n =?utf-8?q?b?= c|ab c",
                "x=?utf-8?q?=C3=A4?=y|xäy",
                "=?nonsense?q?a?= b|=?nonsense?q?a?= b",
                "=?utf-8?b?!!!?=|=?utf-8?b?!!!?=",
                "one\\n\\ttwo|one two",
                "Ã¤|ä",
                "caf\u00e9|café",
                "=?utf-8?q?a=0Ab?=|a b",
                "=? =?= ?= ?|=? =?= ?= ?"
            })
    void theSubjectIsOneDecodedLine(String subject, String title) {
        String raw = subject.replace("\\n", "\n").replace("\\t", "\t");
        assertThat(told("Subject: " + raw + "\n\n").title()).isEqualTo(title);
    }

    @Test
    void aTextWithoutCharsetIsUtf8OrElseLatin() {
        assertThat(body("Subject: x\n\nÃ¤")).isEqualTo("ä");
        assertThat(body("Subject: x\n\n\u00e4")).isEqualTo("ä");
    }

    @ParameterizedTest
    @CsvSource({"iso-8859-15,\u00a4,€", "utf-8,Ã¤,ä", "klingon,Ã¤,ä", "windows-1252,\u0080,€", "' ',a,a"})
    void theCharsetIsWhatTheMailSays(String charset, String raw, String text) {
        assertThat(body("Content-Type: text/plain; charset=\"" + charset + "\"\n\n" + raw))
                .isEqualTo(text);
    }

    @Test
    void base64IsDecoded() {
        String text = Base64.getMimeEncoder()
                .encodeToString("disk failing\n".repeat(20).getBytes(StandardCharsets.UTF_8));
        assertThat(body("Content-Transfer-Encoding: BASE64\n\n" + text)).isEqualTo("disk failing\n".repeat(20));
    }

    @Test
    void anUnknownEncodingIsShownAsItIs() {
        assertThat(body("Content-Transfer-Encoding: rot13\n\nqvfx")).isEqualTo("qvfx");
    }

    @Test
    void aBrokenEncodingLosesOnlyWhatFollows() {
        assertThat(body("Content-Transfer-Encoding: base64\n\nZGlzaw==\n*")).startsWith("disk");
    }

    @Test
    void theFirstTextCounts() {
        assertThat(body(mixed("\none", "\ntwo"))).isEqualTo("one");
    }

    @Test
    void ofAlternativesThePlainOneCountsInWhateverOrder() {
        String html = "Content-Type: text/html\n\n<p>html</p>";
        assertThat(body(multipart("alternative", "b", html, "\nplain"))).isEqualTo("plain");
    }

    @Test
    void findsTheTextInsideOtherParts() {
        String inner = multipart(
                "alternative", "i", multipart("related", "r", "Content-Type: text/html\n\n<p>html", "\nimage"));
        assertThat(body(mixed("Content-Type: image/png\n\nx", inner, "\nlater")))
                .isEqualTo("html\n");
    }

    @Test
    void aNamedTextAmongOthersIsAFile() {
        String file = "Content-Type: text/plain; name=a.log\n\nlog";
        assertThat(body(mixed("Content-Type: image/png\n\nx", file, "\ntext"))).isEqualTo("text");
    }

    @Test
    void aMultipartThatEndsTooEarlyStillSaysWhatIsThere() {
        assertThat(body("Content-Type: multipart/mixed; boundary=b\n\n--b\n\nall that there is"))
                .contains("all that there is");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Type: multipart/mixed; boundary=b\n\nno part",
                "Content-Type: multipart/mixed\n\nno part",
                "Content-Type: ///;;\n\nno part",
                "Subject: x\nno part"
            })
    void aMailThatIsNotWellMadeIsToldAllTheSame(String mail) {
        assertThat(read(mail)).isInstanceOf(MailEvent.Reading.Told.class);
    }

    @Test
    void anUnclearTypeIsText() {
        assertThat(body("Content-Type: ///;;\n\ntext")).isEqualTo("text");
    }

    @Test
    void aMailOfNothingButPartsIsRead() {
        assertThat(read("Content-Type: multipart/mixed; boundary=b\n\n" + "--b\n\n".repeat(5_000)))
                .isInstanceOf(MailEvent.Reading.Told.class);
    }

    @Test
    void partsWithoutBottomAreRead() {
        StringBuilder mail = new StringBuilder();
        for (int i = 0; i < 500; i++) {
            mail.append("Content-Type: multipart/mixed; boundary=b")
                    .append(i)
                    .append("\n\n--b")
                    .append(i)
                    .append('\n');
        }
        assertThat(body(mail.toString())).isEmpty();
    }

    @Test
    void aHeaderWithoutEndIsNoMail() {
        assertThat(read("a:\n".repeat(MailEvent.LARGEST_HEADER))).isInstanceOf(MailEvent.Reading.NoMail.class);
    }

    @Test
    void aLongTextIsCutAndSaysSo() {
        assertThat(body("Subject: x\n\n" + "Ã¤".repeat(BodyText.LARGEST + 1)))
                .startsWith("ää")
                .hasSizeLessThan(BodyText.LARGEST + 100)
                .endsWith("[allclear: cut here, the text is longer]\n");
    }

    @Test
    void aLongHtmlIsReadInTime() {
        assertThat(body("Content-Type: text/html\n\n" + "<div>".repeat(60_000) + "x"))
                .doesNotContain("<");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<html><head><title>t</title><style>s</style></head><body>b</body></html>|b",
                "<p>one</p> <p> two  three </p>|one~two three~",
                "<b>Hi</b> there <i>friend</i>|Hi there friend",
                "a<br/>b<BR>c|a~b~c",
                "<ul><li>a</li><li>b</li></ul>|ab",
                "&#8364; &hearts; &unknown; 3 < 4|€ ♥ &unknown; 3 < 4",
                "no mark-up|no mark-up"
            })
    void htmlBecomesPlain(String html, String text) {
        assertThat(body("Content-Type: text/html; charset=iso-8859-1\n\n" + html))
                .isEqualTo(text.replace('~', '\n'));
    }
}
