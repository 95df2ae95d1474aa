package dev.allclear.deliver.mail;

import dev.allclear.deliver.Notice;
import dev.allclear.event.Event;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes a notice as a mail: plain text and HTML as alternatives, lines ended by LF. Nothing that an event contains can make a
 * header of its own. Immutable and thread-safe.
 */
public final class Letter {
    /** The remark with a forwarded mail that is not sent again. */
    public static final String STOPPED =
            "not sent: this host has sent the mail before and got it back. An address of a target leads to root of this"
                    + " host, whose mail is forwarded; use another one";

    /** Longer lines may be broken on the way (RFC 5322 allows 998 bytes). */
    private static final int LONGEST_LINE = 900;

    private static final int HASH = 32;
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ROOT);
    private static final Base64.Encoder BASE64 = Base64.getMimeEncoder(76, new byte[] {'\n'});

    private final Letterhead head;
    private final String target;
    private final String author;

    /**
     * @param target the name of the target that the mails are for
     * @param author the name before the sender's address; null for the common one
     */
    public Letter(Letterhead head, String target, @Nullable String author) {
        this.head = head;
        this.target = target;
        this.author = Objects.requireNonNullElse(author, head.author());
    }

    /** The mail as it goes to all of {@code to}. A forwarded one keeps its body, and is sent as a mail of ours. */
    public byte[] write(Notice notice, MailAddress from, List<MailAddress> to) {
        Event event = notice.message();
        String id = messageId(notice.id());
        StringBuilder headers = new StringBuilder();
        headers.append(HeaderText.line("X-Allclear-Type", event.type()))
                .append(HeaderText.line("X-Allclear-Severity", event.severity().word()))
                .append(forwarded())
                .append("From: ")
                .append(HeaderText.mailbox(author, from))
                .append('\n')
                .append("To: ")
                .append(to.stream().map(MailAddress::text).collect(Collectors.joining(",\n ")))
                .append('\n')
                .append(HeaderText.line("Subject", head.subject().apply(event)))
                .append("Date: ")
                .append(DATE.format(ZonedDateTime.now(head.clock())))
                .append('\n')
                .append("Message-ID: <")
                .append(id)
                .append(">\n")
                .append("Auto-Submitted: auto-generated\n");
        String mail = event.mail();
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        if (mail == null) {
            String boundary = "=_allclear_" + id.substring(0, HASH);
            headers.append("MIME-Version: 1.0\nContent-Type: multipart/alternative;\n boundary=\"")
                    .append(boundary)
                    .append("\"\n\n");
            all.writeBytes(ascii(headers));
            part(all, boundary, "plain", head.text().apply(event));
            part(all, boundary, "html", head.html().apply(event));
            all.writeBytes(ascii("--" + boundary + "--\n"));
        } else {
            ForwardedMail original = ForwardedMail.read(mail);
            all.writeBytes(ascii(headers));
            all.writeBytes(original.keptHeaders().getBytes(StandardCharsets.ISO_8859_1));
            all.writeBytes(ascii("\n"));
            all.writeBytes(original.body().getBytes(StandardCharsets.ISO_8859_1));
        }
        return all.toByteArray();
    }

    /** A forwarded mail as it came, with one header more that stops loops. */
    public byte[] passOn(String mail) {
        String original = ForwardedMail.withoutEnvelope(mail);
        int lineEnd = original.indexOf('\n');
        String end = lineEnd > 0 && original.charAt(lineEnd - 1) == '\r' ? "\r\n" : "\n";
        return (forwarded().replace("\n", end) + original).getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Whether this host has sent this mail before: it came back, and would go round and round. */
    public boolean isOurs(@Nullable String mail) {
        return mail != null
                && ForwardedMail.read(mail).values(ForwardedMail.MARK).stream()
                        .anyMatch(host -> host.equalsIgnoreCase(head.host()));
    }

    private String forwarded() {
        return ForwardedMail.MARK + ": " + head.host() + "\n";
    }

    /** The same for the same notice to the same target, so that a repetition can be recognised. */
    private String messageId(String notice) {
        byte[] of = (notice + '\n' + target).getBytes(StandardCharsets.UTF_8);
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(of);
            return HexFormat.of().formatHex(hash).substring(0, HASH) + "@" + head.host();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    private static void part(ByteArrayOutputStream all, String boundary, String type, String body) {
        String text = body.replace("\r\n", "\n");
        boolean plain = plain(text);
        all.writeBytes(ascii("--" + boundary + "\nContent-Type: text/" + type
                + "; charset=UTF-8\nContent-Transfer-Encoding: " + (plain ? "7bit" : "base64") + "\n\n"));
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        // Encoded text has CRLF for its line ends (RFC 2045, 6.8).
        all.writeBytes(plain ? bytes : BASE64.encode(text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8)));
        all.write('\n');
    }

    /** Whether the text passes every mail server unchanged; "From " at a line's beginning gets a ">" in some. */
    private static boolean plain(String text) {
        return text.chars().allMatch(c -> (c >= ' ' && c <= '~') || c == '\n' || c == '\t')
                && text.lines().allMatch(line -> line.length() <= LONGEST_LINE && !line.startsWith("From "));
    }

    private static byte[] ascii(CharSequence text) {
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }
}
