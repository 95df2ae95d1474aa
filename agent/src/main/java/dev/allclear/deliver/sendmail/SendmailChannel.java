package dev.allclear.deliver.sendmail;

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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Hands mails to the host's sendmail, one call for all recipients. Its exit status decides, not the mere fact that it ran; it
 * says that the mail is in the queue, not that it arrived anywhere.
 *
 * <p>One thread sends at a time; {@link #close()} may come from another one and ends a running attempt.
 */
public final class SendmailChannel implements NoticeChannel {
    /** Where every mail server puts it. */
    public static final Path SENDMAIL = Path.of("/usr/sbin/sendmail");

    /** For one attempt as a whole. */
    public static final Duration TIMEOUT = Duration.ofSeconds(60);

    private static final String ROOT = "root";

    private final TargetConf.Sendmail conf;
    private final Letterhead head;
    private final Letter letter;
    private final Path sendmail;
    private final Duration timeout;
    private volatile boolean closed;
    private volatile @Nullable SendmailCall running;

    public SendmailChannel(TargetConf.Sendmail conf, Letterhead head) {
        this(conf, head, SENDMAIL, TIMEOUT);
    }

    SendmailChannel(TargetConf.Sendmail conf, Letterhead head, Path sendmail, Duration timeout) {
        this.conf = conf;
        this.head = head;
        this.letter = new Letter(head, conf.name(), conf.author());
        this.sendmail = sendmail;
        this.timeout = timeout;
    }

    @Override
    public Answer send(Notice notice) {
        String mail = notice.message().mail();
        if (letter.isOurs(mail)) {
            return new Delivered(Letter.STOPPED);
        }
        MailTo to = MailTo.of(conf.recipients(), head.users(), true);
        List<MailAddress> left = to.without(notice.reached());
        if (left.isEmpty()) {
            return to.addresses().isEmpty() ? to.nobody(conf.name(), notice.reached()) : new Delivered(to.remark());
        }
        String written = Objects.requireNonNullElseGet(
                conf.from(), () -> head.from().get().orElse(ROOT));
        Optional<MailAddress> from = MailAddress.parseOrUser(written);
        if (from.isEmpty()) {
            return slow("The target '" + conf.name() + "' has no usable sender: '" + written
                    + "' is no mail address. Correct 'from-address', or the product's own setting. Nothing was sent.");
        }
        if (!Files.isExecutable(sendmail)) {
            return slow("There is no " + sendmail + " on this host, so no mail can leave it: apt-get install postfix,"
                    + " or use a target of the type smtp. The mail is kept until then.");
        }
        byte[] bytes = mail == null ? letter.write(notice, from.get(), to.addresses()) : letter.passOn(mail);
        return call(new SendmailCall(command(from.get(), left, mail != null), bytes), to);
    }

    /** Behind {@code --} nothing is an option; mails that are passed on never cause a bounce, which would come back. */
    private List<String> command(MailAddress from, List<MailAddress> to, boolean passedOn) {
        List<String> command = new ArrayList<>(List.of(sendmail.toString(), "-i"));
        command.addAll(passedOn ? List.of("-N", "never") : List.of("-B", "8BITMIME"));
        command.addAll(List.of("-f", from.text(), "--"));
        to.forEach(address -> command.add(address.text()));
        return command;
    }

    private Answer call(SendmailCall call, MailTo to) {
        running = call;
        try {
            if (closed) {
                return stopped();
            }
            return TimeLimit.within(timeout, "sendmail-" + conf.name(), () -> call.run(to.remark()), () -> {
                call.kill();
                return closed || Thread.currentThread().isInterrupted() ? stopped() : call.tooLong(timeout);
            });
        } finally {
            running = null;
        }
    }

    private Retry stopped() {
        return new Retry(
                sendmail + " was given up since allclear is stopping. It may have taken the mail.", false, null);
    }

    private static Retry slow(String reason) {
        return new Retry(reason, true, null);
    }

    @Override
    public void close() {
        closed = true;
        SendmailCall call = running;
        if (call != null) {
            call.kill();
        }
    }
}
