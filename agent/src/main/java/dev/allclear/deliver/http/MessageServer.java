package dev.allclear.deliver.http;

import dev.allclear.deliver.Answer;
import dev.allclear.deliver.Answer.Delivered;
import dev.allclear.deliver.Answer.Retry;
import dev.allclear.deliver.json.JsonFields;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A server that stores messages and answers with the {@code id} of each, such as Gotify and ntfy; only that id proves that it
 * has the message. Such servers know no repetitions: a message sent again after a lost answer is shown twice. One thread
 * sends at a time; {@link #close()} ends a running attempt.
 */
public final class MessageServer implements AutoCloseable {
    private static final int LONGEST_ID = 40;

    private final HttpUrl.Parsed base;
    private final String product;
    private final Peer peer;
    private final Statuses statuses;
    private final HttpSender sender;

    /**
     * A server.
     *
     * @param product its name, such as {@code Gotify}
     * @param name what it is called when its URL cannot be used
     * @param server its URL, as configured
     * @param check what an administrator should compare the URL with
     * @param secrets what is never to be seen
     * @param timeout of one attempt as a whole
     */
    public MessageServer(
            String product,
            String name,
            String server,
            String check,
            Collection<String> secrets,
            Duration timeout,
            LazyTls tls,
            Clock clock) {
        this.base = HttpUrl.parse(server, "server");
        this.product = product;
        List<String> hidden = new ArrayList<>(secrets);
        String shown = name;
        if (base instanceof HttpUrl.Valid valid) {
            hidden.addAll(valid.url().loginSecrets());
            shown = valid.url().toString();
        }
        this.peer = new Peer(shown, product, "server", check, "", "the message may be shown twice", Secrets.of(hidden));
        this.statuses = new Statuses(peer);
        this.sender = new HttpSender(peer, timeout, tls, clock);
    }

    /**
     * Sends one message.
     *
     * @param message for the server of this URL
     * @param stored what the server did, in front of the id: {@code stored as message}
     */
    public Answer send(Function<HttpUrl, HttpMessage> message, String stored) {
        if (!(base instanceof HttpUrl.Valid valid)) {
            return new Retry(peer + " cannot be reached: " + ((HttpUrl.Fault) base).reason() + ".", true, null);
        }
        return sender.send(message.apply(valid.url()).with("Accept", "application/json"))
                .answer(reply -> read(reply, stored));
    }

    private Answer read(HttpReply reply, String stored) {
        if (!reply.good()) {
            return statuses.read(reply);
        }
        String id = JsonFields.read(reply.body()).orElse(Map.of()).get("id");
        return id != null
                ? new Delivered(stored + " " + peer.clean(id, LONGEST_ID))
                : new Retry(
                        peer + " answered " + reply.status() + " without the identity of a message, so this is not "
                                + product + ", or a proxy shows its login" + peer.said(reply) + " " + peer.check(),
                        true,
                        null);
    }

    /** Makes the first message as quick as the others. */
    public void warmUp() {
        sender.warmUp(base instanceof HttpUrl.Valid valid && valid.url().secure());
    }

    @Override
    public void close() {
        sender.close();
    }
}
