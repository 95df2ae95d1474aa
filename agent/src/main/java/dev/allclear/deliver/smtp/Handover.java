package dev.allclear.deliver.smtp;

import dev.allclear.deliver.mail.MailAddress;
import java.util.ArrayList;
import java.util.List;

/** What the server said to each recipient. For one use by one thread. */
final class Handover {
    private final Envelope envelope;
    private final List<String> accepted = new ArrayList<>();
    private final List<String> later = new ArrayList<>();
    private final List<String> refused = new ArrayList<>();

    Handover(Envelope envelope) {
        this.envelope = envelope;
    }

    void answered(MailAddress address, int code, String said) {
        if (code / 100 == 2) {
            accepted.add(address.text());
        } else if (code / 100 == 5) {
            refused.add(address + " (" + said + ")");
        } else {
            later.add(address + " (" + said + ")");
        }
    }

    Envelope envelope() {
        return envelope;
    }

    List<String> accepted() {
        return accepted;
    }

    /** With what the server said. */
    List<String> later() {
        return later;
    }

    /** With what the server said. */
    List<String> refused() {
        return refused;
    }
}
