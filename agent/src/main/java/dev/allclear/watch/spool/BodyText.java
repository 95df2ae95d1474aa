package dev.allclear.watch.spool;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimePart;
import jakarta.mail.internet.MimeUtility;
import jakarta.mail.internet.ParseException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The first text in a mail: attachments are passed over, of alternatives the plain one is taken, HTML is made plain. Which
 * part that is follows RFC 8621, 4.1.4, as Proxmox's reader of mails does.
 */
final class BodyText {
    /** Characters of a body that are kept. */
    static final int LARGEST = 64 << 10;

    /** Bytes of HTML that are read; most of it is mark-up. */
    private static final int LARGEST_HTML = 256 << 10;

    private static final int DEEPEST = 20;

    private BodyText() {}

    static String of(MimeMessage message) {
        try {
            return first(message, 0, false).map(BodyText::text).orElse("");
        } catch (MessagingException | RuntimeException e) {
            return cut(raw(message)); // Broken parts: better all of them than nothing.
        }
    }

    /** The first text part. */
    private static Optional<MimePart> first(MimePart part, int depth, boolean plainOnly) throws MessagingException {
        ContentType type = type(part);
        if (type.match("multipart/*") && type.getParameter("boundary") != null) {
            return depth < DEEPEST ? first(type, parts(part), depth, plainOnly) : Optional.empty();
        }
        boolean text = plainOnly ? type.match("text/plain") : type.match("text/*");
        return text && !"attachment".equalsIgnoreCase(disposition(part)) ? Optional.of(part) : Optional.empty();
    }

    private static Optional<MimePart> first(ContentType type, MimeMultipart parts, int depth, boolean plainOnly)
            throws MessagingException {
        boolean alternative = type.match("multipart/alternative");
        int count = type.match("multipart/related") ? Math.min(1, parts.getCount()) : parts.getCount();
        for (boolean plain : alternative && !plainOnly ? new boolean[] {true, false} : new boolean[] {plainOnly}) {
            for (int i = 0; i < count; i++) {
                MimePart part = (MimeBodyPart) parts.getBodyPart(i);
                boolean file = i > 0 && !alternative && type(part).getParameter("name") != null;
                Optional<MimePart> found = file ? Optional.empty() : first(part, depth + 1, plain);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    private static MimeMultipart parts(MimePart part) throws MessagingException {
        return new MimeMultipart(part.getDataHandler().getDataSource());
    }

    private static ContentType type(MimePart part) throws MessagingException {
        try {
            return new ContentType(part.getContentType());
        } catch (ParseException e) {
            return new ContentType("text", "plain", null); // RFC 2045, 5.2
        }
    }

    private static String disposition(MimePart part) throws MessagingException {
        String header = part.getHeader("Content-Disposition", null);
        return header == null ? "" : header.split(";", 2)[0].strip();
    }

    private static String text(MimePart part) {
        try {
            ContentType type = type(part);
            boolean html = type.match("text/html");
            byte[] bytes = decodedBytes(part, html ? LARGEST_HTML : 4 * LARGEST);
            String text = characters(bytes, type.getParameter("charset"));
            return cut(html ? HtmlText.of(text) : text);
        } catch (MessagingException e) {
            return cut(raw(part));
        }
    }

    /** Without the transfer encoding; what cannot be decoded stays as it is, and what comes behind it is lost. */
    private static byte[] decodedBytes(MimePart part, int most) throws MessagingException {
        try (InputStream encoded = rawStream(part)) {
            String encoding = part.getEncoding();
            InputStream decoded = encoded;
            if (encoding != null) {
                try {
                    decoded = MimeUtility.decode(encoded, encoding.strip().toLowerCase(Locale.ROOT));
                } catch (MessagingException e) {
                    decoded = encoded;
                }
            }
            return atMost(decoded, most);
        } catch (IOException e) {
            throw new MessagingException("unreadable", e);
        }
    }

    private static byte[] atMost(InputStream in, int most) {
        byte[] bytes = new byte[most];
        int length = 0;
        try {
            for (int read = 0; read >= 0 && length < most; read = in.read(bytes, length, most - length)) {
                length += read;
            }
        } catch (IOException e) {
            // Not well encoded from here on.
        }
        return Arrays.copyOf(bytes, length);
    }

    private static InputStream rawStream(MimePart part) throws MessagingException {
        return part instanceof MimeMessage message
                ? message.getRawInputStream()
                : ((MimeBodyPart) part).getRawInputStream();
    }

    private static String raw(MimePart part) {
        try (InputStream in = rawStream(part)) {
            byte[] bytes = atMost(in, 4 * LARGEST);
            return decoded(bytes, bytes.length);
        } catch (MessagingException | IOException e) {
            return "";
        }
    }

    private static String characters(byte[] bytes, @Nullable String charset) {
        try {
            String java = charset == null ? "us-ascii" : MimeUtility.javaCharset(charset.strip());
            if (!java.toLowerCase(Locale.ROOT).matches("us-ascii|utf-?8|x-unknown|unknown-8bit")) {
                return new String(bytes, Charset.forName(java));
            }
        } catch (IllegalArgumentException e) {
            // A charset that nobody knows.
        }
        return decoded(bytes, bytes.length);
    }

    /** As UTF-8, or, if it is not that, a character for each byte. */
    static String decoded(byte[] bytes, int length) {
        try {
            int whole = length < bytes.length || length % LARGEST == 0 ? wholeCharacters(bytes, length) : length;
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, 0, whole))
                    .toString();
        } catch (CharacterCodingException e) {
            return new String(bytes, 0, length, Charset.forName("windows-1252"));
        }
    }

    /** Where the last character ends that is not cut in two. */
    private static int wholeCharacters(byte[] bytes, int length) {
        int end = length;
        while (end > 0 && length - end < 3 && (bytes[end - 1] & 0xC0) == 0x80) {
            end--;
        }
        return end > 0 && (bytes[end - 1] & 0xC0) == 0xC0 ? end - 1 : length;
    }

    private static String cut(String text) {
        if (text.length() <= LARGEST) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(LARGEST - 1)) ? LARGEST - 1 : LARGEST;
        return text.substring(0, end) + "\n[allclear: cut here, the text is longer]\n";
    }
}
