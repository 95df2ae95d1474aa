package dev.allclear.deliver.sendmail;

import dev.allclear.config.TargetConf;
import dev.allclear.config.TargetConf.Common;
import dev.allclear.config.TargetConf.Recipients;
import dev.allclear.deliver.Answer;
import dev.allclear.deliver.Notice;
import dev.allclear.deliver.NoticeChannel;
import dev.allclear.deliver.mail.Letterhead;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Proxmox's older mails, which go by the host's sendmail to those whom the event itself names. One thread sends at a time;
 * {@link #close()} may come from another one and ends a running attempt.
 */
public final class LegacyMailChannel implements NoticeChannel {
    /** The event's field with addresses or local names, separated by commas. */
    public static final String MAILTO = "mailto";

    /** The event's field with a user whose address the product knows. */
    public static final String USER = "notify-user";

    private final String name;
    private final Letterhead head;
    private volatile @Nullable SendmailChannel current;

    /** @param name of the target, for its messages */
    public LegacyMailChannel(String name, Letterhead head) {
        this.name = name;
        this.head = head;
    }

    @Override
    public Answer send(Notice notice) {
        Recipients to = new Recipients(
                list(notice.message().fields().get(MAILTO)),
                list(notice.message().fields().get(USER)));
        Common common = new Common(name, false, Duration.ZERO, Duration.ZERO, null);
        try (SendmailChannel channel = new SendmailChannel(new TargetConf.Sendmail(common, to, null, null), head)) {
            current = channel;
            return channel.send(notice);
        }
    }

    private static List<String> list(@Nullable String field) {
        return field == null ? List.of() : Arrays.asList(field.split(","));
    }

    @Override
    public void close() {
        SendmailChannel channel = current;
        if (channel != null) {
            channel.close();
        }
    }
}
