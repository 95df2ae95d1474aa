package dev.allclear.deliver.smtp;

import dev.allclear.config.TargetConf;
import dev.allclear.deliver.Answer;
import dev.allclear.deliver.Answer.Delivered;
import dev.allclear.deliver.Answer.Retry;
import dev.allclear.deliver.Notice;
import dev.allclear.deliver.NoticeChannel;
import dev.allclear.deliver.mail.Letter;
import dev.allclear.deliver.mail.Letterhead;
import dev.allclear.deliver.mail.MailAddress;
import dev.allclear.deliver.mail.MailTo;
import dev.allclear.deliver.mail.TimeLimit;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Sends mails to one mail server, over a new connection each time. A recipient that the server refuses does not lose the
 * others, and who has the mail does not get it again with the next attempt.
 *
 * <p>An attempt is bounded as a whole, name lookup and a server that drips included. The library for SMTP is loaded with the
 * first mail.
 *
 * <p>One thread sends at a time; {@link #close()} may come from another one and ends a running attempt.
 */
public final class SmtpChannel implements NoticeChannel {
    /** For one attempt as a whole. */
    public static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final TargetConf.Smtp conf;
    private final Letterhead head;
    private final Letter letter;
    private final Callable<SSLContext> trust;
    private final Duration timeout;
    private final SmtpWords words;
    private volatile boolean closed;
    private volatile @Nullable Line line;

    /** Trusts whom the system's Java trusts. */
    public SmtpChannel(TargetConf.Smtp conf, Letterhead head) {
        this(conf, head, Line::trustOfTheSystem, TIMEOUT);
    }

    SmtpChannel(TargetConf.Smtp conf, Letterhead head, Callable<SSLContext> trust, Duration timeout) {
        this.conf = conf;
        this.head = head;
        this.letter = new Letter(head, conf.name(), conf.author());
        this.trust = trust;
        this.timeout = timeout;
        this.words = new SmtpWords(conf, timeout);
    }

    @Override
    public Answer send(Notice notice) {
        String mail = notice.message().mail();
        if (letter.isOurs(mail)) {
            return new Delivered(Letter.STOPPED);
        }
        MailTo to = MailTo.of(conf.recipients(), head.users(), false);
        List<MailAddress> left = to.without(notice.reached());
        if (left.isEmpty()) {
            return to.addresses().isEmpty() ? to.nobody(conf.name(), notice.reached()) : new Delivered(to.remark());
        }
        Optional<MailAddress> from = MailAddress.parse(conf.from());
        if (from.isEmpty()) {
            return new Retry(
                    "The target '" + conf.name() + "' has no usable sender: '" + conf.from()
                            + "' is no mail address. Correct 'from-address'. Nothing was sent.",
                    true,
                    null,
                    notice.reached());
        }
        if (conf.username() != null && conf.password().isEmpty()) {
            return new Retry(
                    "The target '" + conf.name()
                            + "' has a username, but no password. Write 'password' into its stanza in"
                            + " the private file, or remove 'username'. Nothing was sent.",
                    true,
                    null,
                    notice.reached());
        }
        byte[] bytes = letter.write(notice, from.get(), to.addresses());
        Envelope envelope = new Envelope(from.get(), left, notice.reached(), to.remarks(), bytes);
        return attempt(envelope);
    }

    private Answer attempt(Envelope envelope) {
        Line opened = new Line(conf.server(), conf.port(), timeout, trust);
        line = opened;
        try {
            if (closed) {
                return words.stopped(envelope);
            }
            return TimeLimit.within(
                    timeout, "smtp-" + conf.name(), () -> sendBy(opened, envelope), () -> giveUp(opened, envelope));
        } finally {
            line = null;
        }
    }

    private Answer sendBy(Line opened, Envelope envelope) {
        try (opened) {
            return new Conversation(conf, head.host(), opened, words, envelope).run();
        }
    }

    private Answer giveUp(Line opened, Envelope envelope) {
        opened.close();
        return closed || Thread.currentThread().isInterrupted()
                ? words.stopped(envelope)
                : words.timedOut(envelope, opened.stage());
    }

    @Override
    public void close() {
        closed = true;
        Line opened = line;
        if (opened != null) {
            opened.close();
        }
    }
}
