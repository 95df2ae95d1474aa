package dev.allclear.watch.spool;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.util.SharedByteArrayInputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * What a mail says to people. Nothing in a mail is an error: what cannot be decoded is shown as it came.
 *
 * @param subject decoded, the last one if there are several, one line; empty if there is none
 * @param body the first text that is no attachment, bounded; empty if there is none
 * @param forwardedBy the hosts whose allclear has forwarded it before
 * @param ownEvent whether it was made by an allclear, of an event
 */
record MailText(String subject, String body, List<String> forwardedBy, boolean ownEvent) {
    /** Bytes in which a text is searched: a mail of nothing but tiny parts takes a hundred times its size of memory, and time. */
    private static final int LOOKED_AT = 512 << 10;

    static MailText of(byte[] mail) {
        try {
            int length = Math.min(mail.length, LOOKED_AT);
            // Without a session, which only sending needs.
            MimeMessage message = new MimeMessage((Session) null, new SharedByteArrayInputStream(mail, 0, length));
            List<String> subjects = headers(message, "Subject");
            boolean automatic = headers(message, "Auto-Submitted").stream()
                    .anyMatch(value -> value.strip().toLowerCase(Locale.ROOT).startsWith("auto-generated"));
            return new MailText(
                    subjects.isEmpty() ? "" : EncodedWords.decode(subjects.get(subjects.size() - 1)),
                    BodyText.of(message),
                    headers(message, MailEvent.FORWARDED_BY),
                    automatic && !headers(message, MailEvent.EVENT_TYPE).isEmpty());
        } catch (MessagingException | RuntimeException e) {
            // It is told all the same, with all that there is.
            return new MailText(
                    "a mail that cannot be read",
                    BodyText.decoded(mail, Math.min(mail.length, BodyText.LARGEST)),
                    List.of(),
                    false);
        }
    }

    private static List<String> headers(MimeMessage message, String name) throws MessagingException {
        List<String> all = new ArrayList<>();
        String[] values = message.getHeader(name);
        if (values != null) {
            Collections.addAll(all, values);
        }
        return all;
    }
}
