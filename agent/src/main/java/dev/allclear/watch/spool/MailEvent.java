package dev.allclear.watch.spool;

import dev.allclear.event.Block;
import dev.allclear.event.Event;
import dev.allclear.event.Severity;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Makes an event of a mail that was forwarded to the daemon, as Proxmox's {@code proxmox-mail-forward} and
 * {@code proxmox-notify} do: type {@code system-mail}, severity unknown, the subject as title, the first text as body.
 */
final class MailEvent {
    /** What became of a mail. */
    sealed interface Reading {
        /** It is worth telling. */
        record Told(Event event) implements Reading {}

        /** It was sent by an allclear: telling it again would never end. */
        record Loop(String why) implements Reading {}

        /** It is no mail. */
        record NoMail(String why) implements Reading {}
    }

    /** The header with which our own targets mark a forwarded mail; its value is the host that forwarded it. */
    static final String FORWARDED_BY = "X-Allclear-Forwarded";

    /** The header with which our own targets mark the mail of an event. */
    static final String EVENT_TYPE = "X-Allclear-Type";

    static final int LARGEST_HEADER = 256 << 10;
    private static final String TYPE = "system-mail";

    private MailEvent() {}

    /**
     * Reads a mail.
     *
     * @param cut whether these are only the first bytes of it
     * @param at when it was forwarded
     * @param fullName of this host, as our own mails carry it; its part before the first dot is the event's hostname
     */
    static Reading read(String identity, byte[] bytes, boolean cut, Instant at, String fullName) {
        byte[] mail = withoutEnvelope(bytes);
        if (mail.length == 0) {
            return new Reading.NoMail("it is empty");
        }
        if (!beginsWithHeader(mail)) {
            return new Reading.NoMail("it does not begin with the header of a mail");
        }
        if (headerEnd(mail) > LARGEST_HEADER) {
            return new Reading.NoMail("its header is larger than 256 KiB");
        }
        MailText text = MailText.of(mail);
        if (text.forwardedBy().stream().anyMatch(host -> host.strip().equalsIgnoreCase(fullName))) {
            return new Reading.Loop("this host has forwarded it before");
        }
        if (text.ownEvent()) {
            return new Reading.Loop("it is the mail of an event");
        }
        String raw = new String(mail, StandardCharsets.ISO_8859_1);
        String note = "[allclear: this mail was too large; what follows was cut off]";
        List<Block> body = cut
                ? List.of(new Block.Paragraph(text.body()), new Block.Paragraph(note))
                : List.of(new Block.Paragraph(text.body()));
        return new Reading.Told(new Event(
                identity,
                Severity.UNKNOWN,
                at,
                new TreeMap<>(Map.of(Event.TYPE, TYPE, "hostname", fullName.replaceFirst("\\..*", ""))),
                text.subject(),
                body,
                cut ? raw + "\n" + note + "\n" : raw));
    }

    /** Postfix's local(8) puts a mailbox's {@code From } line in front, which is no part of the mail. */
    private static byte[] withoutEnvelope(byte[] bytes) {
        if (!new String(bytes, 0, Math.min(5, bytes.length), StandardCharsets.ISO_8859_1).equals("From ")) {
            return bytes;
        }
        int end = 0;
        while (end < bytes.length && bytes[end] != '\n') {
            end++;
        }
        return Arrays.copyOfRange(bytes, Math.min(end + 1, bytes.length), bytes.length);
    }

    /** The first line is {@code name:}, of printable characters (RFC 5322, 2.2). */
    private static boolean beginsWithHeader(byte[] mail) {
        for (int i = 0; i < mail.length; i++) {
            if (mail[i] == ':') {
                return i > 0;
            }
            if (mail[i] <= ' ' || mail[i] > '~') {
                return false;
            }
        }
        return false;
    }

    /** Where the empty line after the header begins, or a place behind what is allowed. */
    private static int headerEnd(byte[] mail) {
        int most = Math.min(mail.length, LARGEST_HEADER + 3);
        for (int i = 1; i < most; i++) {
            if (mail[i] == '\n' && (mail[i - 1] == '\n' || (i > 1 && mail[i - 1] == '\r' && mail[i - 2] == '\n'))) {
                return i;
            }
        }
        return most;
    }
}
