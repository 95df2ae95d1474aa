package dev.allclear.deliver.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.strings;

import dev.allclear.deliver.Notice;
import dev.allclear.deliver.mail.UserAddresses.Lookup;
import dev.allclear.event.Block;
import dev.allclear.event.Event;
import dev.allclear.event.Severity;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimeUtility;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What stands in a mail, as a mail program reads it. */
class LetterTest {
    private static final Instant NOW = Instant.parse("2026-11-21T07:24:07Z");
    private static final MailAddress FROM = new MailAddress("root@pve1.example.com");
    private static final List<MailAddress> TO =
            List.of(new MailAddress("a@example.com"), new MailAddress("b@example.com"));

    private static Letterhead head() {
        return new Letterhead(
                "pve1.example.com",
                "allclear",
                Optional::empty,
                user -> Lookup.none("nobody"),
                Event::title,
                LetterTest::body,
                event -> "<p>" + body(event) + "</p>",
                Clock.fixed(NOW, ZoneId.of("Europe/Vienna")));
    }

    private static String body(Event event) {
        return ((Block.Paragraph) event.body().get(0)).text();
    }

    private static Event event(String title, String body, @Nullable String mail) {
        TreeMap<String, String> fields = new TreeMap<>(Collections.singletonMap(Event.TYPE, "vzdump"));
        return new Event("e1", Severity.ERROR, NOW, fields, title, List.of(new Block.Paragraph(body)), mail);
    }

    private static byte[] bytes(String title, String body) {
        return new Letter(head(), "mail", null).write(new Notice("n1", event(title, body, null)), FROM, TO);
    }

    private static MimeMessage read(byte[] mail) throws Exception {
        return new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(mail));
    }

    private static String part(MimeMessage mail, int index) throws Exception {
        return (String) ((MimeMultipart) mail.getContent()).getBodyPart(index).getContent();
    }

    static List<String> hostileTitles() {
        return List.of(
                "vzdump backup status (pve1): backup failed",
                "line\r\nBcc: evil@example.com\r\n\r\nbody",
                "cr\rBcc: evil@example.com",
                "lf\nBcc: evil@example.com",
                "\"quotes\" \\ and 'others' <a@b.c>, (x); =?utf-8?q?x?= done",
                "x".repeat(1000),
                "many words ".repeat(100),
                "many  blanks" + " ".repeat(1200) + "x",
                "Sicherung für 🦊 und 👩‍👩‍👧 fehlgeschlagen: ökologisch ".repeat(30),
                "\u0085next\u2028line\u0000nul\ttab",
                "lone \ud83d surrogate",
                "");
    }

    @ParameterizedTest
    @MethodSource("hostileTitles")
    void bringsTheTitleOverOnOneLine(String title) throws Exception {
        String expected = HeaderText.oneLine(title)
                .replace("\ud83d surrogate", "? surrogate")
                .strip();
        assertThat(MimeUtility.unfold(read(bytes(title, "x")).getSubject())).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("hostileTitles")
    void bringsTheBodyOverUnchanged(String body) throws Exception {
        String text = body.replace("\r\n", "\n").replace("\ud83d surrogate", "? surrogate");
        MimeMessage mail = read(bytes("x", body));
        assertThat(part(mail, 0).replace("\r\n", "\n").strip()).isEqualTo(text.strip());
        assertThat(part(mail, 1).replace("\r\n", "\n")).contains(text);
    }

    @Test
    void keepsLinesThatMailServersWouldChange() throws Exception {
        String body = "From here on\n.\n..\n--=_allclear_\n" + "long ".repeat(300);
        assertThat(part(read(bytes("x", body)), 0).replace("\r\n", "\n")).isEqualTo(body);
    }

    @Test
    void hasNoLineThatIsTooLong() {
        for (String hostile : hostileTitles()) {
            assertThat(new String(bytes(hostile, hostile), StandardCharsets.UTF_8).lines())
                    .allSatisfy(line -> assertThat(line.length()).isLessThan(998));
        }
    }

    @Test
    void saysWhoSentWhatWhenAndThatNoPersonDid() throws Exception {
        MimeMessage mail = read(bytes("x", "y"));
        assertThat(mail.getFrom()).containsExactly(new InternetAddress("root@pve1.example.com", "allclear"));
        assertThat(mail.getAllRecipients())
                .extracting(Object::toString)
                .containsExactly("a@example.com", "b@example.com");
        assertThat(mail.getHeader("Date")).containsExactly("Sat, 21 Nov 2026 08:24:07 +0100");
        assertThat(mail.getHeader("Auto-Submitted")).containsExactly("auto-generated");
        assertThat(mail.getHeader("X-Allclear-Type")).containsExactly("vzdump");
        assertThat(mail.getHeader("X-Allclear-Severity")).containsExactly("error");
        assertThat(mail.getContentType()).startsWith("multipart/alternative");
    }

    @Test
    void givesARepetitionTheSameMessageId() throws Exception {
        String first = read(bytes("x", "y")).getMessageID();
        assertThat(first).matches("<[0-9a-f]{32}@pve1.example.com>");
        assertThat(read(bytes("x", "y")).getMessageID()).isEqualTo(first);
        byte[] elsewhere = new Letter(head(), "other", null).write(new Notice("n1", event("x", "y", null)), FROM, TO);
        assertThat(read(elsewhere).getMessageID()).isNotEqualTo(first);
    }

    @Test
    void encodesAnAuthorWithOtherLetters() throws Exception {
        Letter letter = new Letter(head(), "mail", "Sicherung \"Süd\"\r\nBcc: x@y.z");
        MimeMessage mail = read(letter.write(new Notice("n1", event("x", "y", null)), FROM, TO));
        assertThat(((InternetAddress) mail.getFrom()[0]).getPersonal()).isEqualTo("Sicherung \"Süd\" Bcc: x@y.z");
        assertThat(mail.getHeader("Bcc")).isNull();
    }

    @Test
    void letsNoTextMakeAHeader() {
        qt().withExamples(500)
                .forAll(
                        strings().betweenCodePoints(0, 0x2100).ofLengthBetween(0, 200),
                        strings().basicLatinAlphabet().ofLengthBetween(0, 1100),
                        strings().ascii().ofLengthBetween(0, 60))
                .checkAssert((title, author, type) -> {
                    TreeMap<String, String> fields = new TreeMap<>(Collections.singletonMap(Event.TYPE, type));
                    Event event = new Event(
                            "e",
                            Severity.INFO,
                            NOW,
                            fields,
                            title + "\nX-Evil: 1",
                            List.of(new Block.Paragraph(title)),
                            null);
                    Letter letter = new Letter(head(), title, author);
                    String mail = new String(letter.write(new Notice(title, event), FROM, TO), StandardCharsets.UTF_8);
                    assertThat(names(mail)).isEqualTo(NAMES);
                });
    }

    private static final List<String> NAMES = List.of(
            "auto-submitted",
            "content-type",
            "date",
            "from",
            "message-id",
            "mime-version",
            "subject",
            "to",
            "x-allclear-forwarded",
            "x-allclear-severity",
            "x-allclear-type");

    private static List<String> names(String mail) {
        String head = mail.substring(0, mail.indexOf("\n\n"));
        assertThat(head.chars()).allMatch(c -> c == '\n' || (c >= ' ' && c <= '~'));
        TreeSet<String> names = new TreeSet<>();
        head.lines()
                .filter(line -> !line.startsWith(" "))
                .forEach(line -> names.add(line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT)));
        return List.copyOf(names);
    }

    /** One character for each byte. */
    private static final String FORWARDED = """
            From root@pve1 Sat Nov 21 08:00:00 2026
            From: smartd <root@pve1>
            To: root
            Date: Sat, 21 Nov 2026 07:00:00 +0000
            Message-Id: <old@pve1>
            Subject: old
            MIME-Version: 1.0
            Content-Type: text/plain;
             charset=utf-8
            Content-Transfer-Encoding: 8bit
            Bcc: x@y.z
            Received: here

            K\u00c3\u00b6rper
            From me
            """;

    @Test
    void sendsAForwardedMailAsOneOfOursWithItsBodyUnchanged() throws Exception {
        byte[] bytes = new Letter(head(), "mail", null).write(new Notice("n1", event("new", "", FORWARDED)), FROM, TO);
        MimeMessage mail = read(bytes);
        assertThat(mail.getSubject()).isEqualTo("new");
        assertThat(mail.getHeader("From")).containsExactly("\"allclear\" <root@pve1.example.com>");
        assertThat(mail.getHeader("X-Original-From")).containsExactly("smartd <root@pve1>");
        assertThat(mail.getHeader("X-Original-Date")).containsExactly("Sat, 21 Nov 2026 07:00:00 +0000");
        assertThat(mail.getHeader("X-Original-Message-Id")).containsExactly("<old@pve1>");
        assertThat(mail.getHeader("Bcc")).isNull();
        assertThat(mail.getContent()).isEqualTo("Körper\nFrom me\n");
    }

    @Test
    void passesAForwardedMailOnAsItCame() {
        String passed = new String(new Letter(head(), "mail", null).passOn(FORWARDED), StandardCharsets.ISO_8859_1);
        assertThat(passed)
                .isEqualTo(
                        "X-Allclear-Forwarded: pve1.example.com\n" + FORWARDED.substring(FORWARDED.indexOf('\n') + 1));
    }

    @Test
    void knowsAMailThatItHasSentBefore() {
        Letter letter = new Letter(head(), "mail", null);
        String once = new String(letter.passOn(FORWARDED), StandardCharsets.ISO_8859_1);
        assertThat(letter.isOurs(FORWARDED)).isFalse();
        assertThat(letter.isOurs("From x\nReceived: y\r\n" + once)).isTrue();
        assertThat(letter.isOurs(once.replace("pve1.example.com", "pve2.example.com")))
                .isFalse();
    }
}
