package dev.allclear.deliver.smtp;

import dev.allclear.deliver.mail.MailAddress;
import java.util.List;
import java.util.Set;

/** What is sent by one attempt. Nobody changes it once it is made. */
final class Envelope {
    private final MailAddress from;
    private final List<MailAddress> to;
    private final Set<String> reached;
    private final List<String> remarks;
    private final byte[] mail;

    /**
     * @param to who does not have it yet
     * @param reached who has it from an earlier attempt
     * @param remarks who was left out before
     * @param mail lines end with LF
     */
    Envelope(MailAddress from, List<MailAddress> to, Set<String> reached, List<String> remarks, byte[] mail) {
        this.from = from;
        this.to = List.copyOf(to);
        this.reached = Set.copyOf(reached);
        this.remarks = List.copyOf(remarks);
        this.mail = mail;
    }

    MailAddress from() {
        return from;
    }

    List<MailAddress> to() {
        return to;
    }

    Set<String> reached() {
        return reached;
    }

    List<String> remarks() {
        return remarks;
    }

    byte[] mail() {
        return mail;
    }

    boolean eightBit() {
        for (byte b : mail) {
            if (b < 0) {
                return true;
            }
        }
        return false;
    }
}
