package dev.allclear.deliver.smtp;

import dev.allclear.config.TargetConf;
import dev.allclear.deliver.Answer;
import dev.allclear.deliver.Answer.Delivered;
import dev.allclear.deliver.Answer.Refused;
import dev.allclear.deliver.Answer.Retry;
import dev.allclear.deliver.smtp.Line.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a mail server's answers mean, in words; nothing that it says brings the password along. Immutable and thread-safe. */
final class SmtpWords {
    static final String CONNECT = "greeting";
    static final String TLS = "TLS";
    static final String AUTH = "AUTH";
    static final String END = "end of the mail";

    static final String MAYBE = " The mail may have arrived all the same; a second one has the same Message-ID.";
    private static final String NOTHING = " Nothing was sent.";
    private static final String AGAIN = " Nothing was sent; it is tried again.";
    private static final int SHOWN = 300;

    private final TargetConf.Smtp conf;
    private final Duration timeout;
    private final String server;
    private final Cleaner cleaner;

    SmtpWords(TargetConf.Smtp conf, Duration timeout) {
        this.conf = conf;
        this.timeout = timeout;
        this.server = "The mail server " + conf.server() + ":" + conf.port();
        this.cleaner = new Cleaner(conf.username(), conf.password());
    }

    /** An answer as one short line. */
    String said(@Nullable String response) {
        String text = cleaner.clean(Objects.requireNonNullElse(response, ""));
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    }

    Answer accepted(Handover handover) {
        if (handover.later().isEmpty()) {
            return new Delivered(remark(handover));
        }
        Set<String> reached = new LinkedHashSet<>(handover.envelope().reached());
        reached.addAll(handover.accepted());
        return new Retry(
                server + " took the mail, but not yet for " + String.join(", ", handover.later())
                        + ". It is tried again for these only."
                        + refusedFor(handover),
                false,
                null,
                reached);
    }

    /** No recipient was accepted now. */
    Answer nobody(Handover handover) {
        Set<String> reached = handover.envelope().reached();
        if (!handover.later().isEmpty()) {
            return new Retry(
                    server + " does not take the mail yet for " + String.join(", ", handover.later())
                            + ". It is tried again."
                            + refusedFor(handover),
                    false,
                    null,
                    reached);
        }
        return reached.isEmpty()
                ? new Refused(server + " refuses every recipient: " + String.join(", ", handover.refused())
                        + ". Check 'mailto' and 'mailto-user', and whether it relays for this machine.")
                : new Delivered(remark(handover));
    }

    private static String refusedFor(Handover handover) {
        return handover.refused().isEmpty() ? "" : " Refused for good: " + String.join(", ", handover.refused()) + ".";
    }

    private static String remark(Handover handover) {
        List<String> remarks = new ArrayList<>(handover.envelope().remarks());
        if (!handover.refused().isEmpty()) {
            remarks.add("refused for good: " + String.join(", ", handover.refused()));
        }
        return String.join("; ", remarks);
    }

    /** To a command that concerns the mail as a whole. */
    Answer whole(Envelope envelope, String step, int code, @Nullable String response) {
        String answer = server + " answered " + step + " with: " + said(response) + ".";
        if (code == 530) {
            return slow(
                    envelope,
                    answer + " It wants a login: set 'username' and the password, or a 'mode' with encryption."
                            + NOTHING);
        }
        if (code < 400) {
            return step.equals(END)
                    ? quick(envelope, server + " closed the connection instead of confirming the mail." + MAYBE)
                    : quick(
                            envelope,
                            server + " closed the connection or answered out of order at " + step + "." + AGAIN);
        }
        if (code < 500) {
            return quick(envelope, answer + AGAIN);
        }
        return envelope.reached().isEmpty()
                ? new Refused(answer + " It will never take this mail as it is.")
                : new Delivered("some have it from an earlier attempt; for the rest " + said(response));
    }

    /** Before any mail was offered, so that it says nothing about this one. */
    Answer notWelcome(Envelope envelope, int code, @Nullable String response) {
        String answer = server + " does not talk to this machine: " + said(response) + ".";
        return code >= 500
                ? slow(envelope, answer + " Check 'server' and 'port', and whether it accepts this machine." + NOTHING)
                : quick(envelope, answer + AGAIN);
    }

    Answer noStartTls(Envelope envelope) {
        return slow(
                envelope,
                server + " offers no STARTTLS, and without it the mail could be read on the way. Write 'mode tls' if it"
                        + " speaks TLS from the start (port 465), or 'mode insecure' if the network is trusted."
                        + NOTHING);
    }

    Answer noLogin(Envelope envelope, String offered) {
        return slow(
                envelope,
                server + " offers no login by PLAIN or LOGIN (it offers " + said(offered)
                        + "); many do so with TLS only. Set 'mode', or remove 'username'." + NOTHING);
    }

    Answer loginFailed(Envelope envelope, int code, @Nullable String response) {
        if (code == 421) {
            return notWelcome(envelope, code, response);
        }
        if (code < 400) {
            return quick(envelope, server + " closed the connection or answered out of order at the login." + AGAIN);
        }
        return slow(
                envelope,
                server + " refuses the login of '" + conf.username() + "': " + said(response)
                        + ". Check 'username' and the password in the private file." + NOTHING);
    }

    Answer timedOut(Envelope envelope, Stage stage) {
        return SmtpTrouble.timedOut(server, seconds(), stage).in(envelope);
    }

    Answer stopped(Envelope envelope) {
        return quick(envelope, server + " was given up since allclear is stopping." + MAYBE);
    }

    /** No answer came. */
    Answer broken(Envelope envelope, Exception e, Stage stage, String step) {
        return new SmtpTrouble(server, conf, seconds(), this).of(e, stage, step).in(envelope);
    }

    private String seconds() {
        return timeout.toSeconds() > 0 ? timeout.toSeconds() + " s" : timeout.toMillis() + " ms";
    }

    private static Retry quick(Envelope envelope, String reason) {
        return new Retry(reason, false, null, envelope.reached());
    }

    private static Retry slow(Envelope envelope, String reason) {
        return new Retry(reason, true, null, envelope.reached());
    }
}
