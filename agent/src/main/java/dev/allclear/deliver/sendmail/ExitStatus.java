package dev.allclear.deliver.sendmail;

import dev.allclear.deliver.Answer;
import dev.allclear.deliver.Answer.Refused;
import dev.allclear.deliver.Answer.Retry;

/** What sendmail's exit statuses mean. Source: {@code sysexits.h}, which all mail servers keep to. */
final class ExitStatus {
    private static final int SIGNAL = 128;

    private ExitStatus() {}

    /** @param words what sendmail said beside it */
    static Answer answer(String sendmail, int status, String words) {
        String start = sendmail + " ended with status " + status;
        return switch (status) {
            case 64 -> slow(start, "usage: it does not understand how it was called; it is no usual sendmail", words);
            case 65 -> refused(start, "the mail itself is not accepted", words);
            case 66 -> slow(start, "it could not read something it needs", words);
            case 67 -> refused(start, "it knows no such user; check the addresses of this target", words);
            case 68 -> refused(start, "it knows no such host; check the addresses of this target", words);
            case 69 -> quick(start, "a service is unavailable; see systemctl status postfix", words);
            case 70 -> quick(start, "an error inside it; see journalctl -u 'postfix*'", words);
            case 71 -> quick(start, "the system could not start a process or open a pipe", words);
            case 72 -> slow(start, "a file of its installation is missing or cannot be opened", words);
            case 73 ->
                slow(start, "it cannot write into its queue; is the disk full or the directory read-only?", words);
            case 74 -> quick(start, "an error while reading or writing; check the disk", words);
            case 75 -> quick(start, "try later", words);
            case 76 -> quick(start, "the other side did not keep to the protocol", words);
            case 77 -> slow(start, "it lacks the permission; its queue must be writable for allclear's service", words);
            case 78 -> slow(start, "its configuration has a fault; run postfix check", words);
            case 126, 127 -> slow(start, "it could not run a program; check its installation", words);
            default ->
                status > SIGNAL
                        ? quick(start, "it was ended by signal " + (status - SIGNAL), words)
                        : quick(start, "no status with a known meaning", words);
        };
    }

    private static Retry quick(String start, String meaning, String words) {
        return new Retry(start + " (" + meaning + ")" + words + ". It is tried again.", false, null);
    }

    private static Retry slow(String start, String meaning, String words) {
        return new Retry(start + " (" + meaning + ")" + words + ". The mail is kept.", true, null);
    }

    private static Refused refused(String start, String meaning, String words) {
        return new Refused(start + " (" + meaning + ")" + words + ".");
    }
}
