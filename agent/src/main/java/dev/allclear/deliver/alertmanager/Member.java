package dev.allclear.deliver.alertmanager;

import dev.allclear.deliver.Answer;
import dev.allclear.deliver.Answer.Delivered;
import dev.allclear.deliver.Answer.Retry;
import dev.allclear.deliver.http.HttpMessage;
import dev.allclear.deliver.http.HttpReply;
import dev.allclear.deliver.http.HttpSender;
import dev.allclear.deliver.http.HttpUrl;
import dev.allclear.deliver.http.LazyTls;
import dev.allclear.deliver.http.Peer;
import dev.allclear.deliver.http.Secrets;
import dev.allclear.deliver.http.Statuses;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** One member of an Alertmanager cluster. */
final class Member implements AutoCloseable {
    private static final String PATH = "api/v2/alerts";

    private final HttpUrl.Parsed base;
    private final Peer peer;
    private final Statuses statuses;
    private final HttpSender sender;

    Member(String url, Duration timeout, LazyTls tls, Clock clock) {
        this.base = HttpUrl.parse(url, "url");
        this.peer = new Peer(
                base instanceof HttpUrl.Valid good ? shown(good.url()) : "The Alertmanager",
                "Alertmanager",
                "url",
                "Compare url with the address under which you open Alertmanager, its route prefix included, without /#/alerts.",
                "",
                "nothing comes of it",
                Secrets.of(base instanceof HttpUrl.Valid good ? good.url().loginSecrets() : List.of()));
        this.statuses = new Statuses(peer);
        this.sender = new HttpSender(peer, timeout, tls, clock);
    }

    private static String shown(HttpUrl url) {
        return url + (url.path().equals("/") ? "" : url.path());
    }

    /** Names it among the members; without a secret. */
    String label() {
        return peer.label();
    }

    Answer send(String body) {
        if (!(base instanceof HttpUrl.Valid valid)) {
            return new Retry(peer + " cannot be reached: " + ((HttpUrl.Fault) base).reason() + ".", true, null);
        }
        HttpUrl url = valid.url();
        HttpMessage message = HttpMessage.of("POST", url.slash(PATH)).withBody("application/json", body);
        return sender.send(message).answer(this::read);
    }

    /** Alertmanager's own answer is empty; login pages are not. */
    private Answer read(HttpReply reply) {
        if (!reply.good()) {
            return statuses.read(reply);
        }
        if (reply.whole() && !reply.isHtml()) {
            return new Delivered();
        }
        return new Retry(
                peer + " answered " + reply.status()
                        + " with a page, so this is not Alertmanager, or a proxy shows its login" + peer.said(reply)
                        + " " + peer.check(),
                true,
                null);
    }

    void warmUp() {
        sender.warmUp(base instanceof HttpUrl.Valid valid && valid.url().secure());
    }

    @Override
    public void close() {
        sender.close();
    }
}
