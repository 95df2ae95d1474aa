package dev.allclear.deliver.gotify;

import dev.allclear.config.TargetConf;
import dev.allclear.deliver.Answer;
import dev.allclear.deliver.Answer.Delivered;
import dev.allclear.deliver.Answer.Retry;
import dev.allclear.deliver.Notice;
import dev.allclear.deliver.NoticeChannel;
import dev.allclear.deliver.http.HttpMessage;
import dev.allclear.deliver.http.HttpReply;
import dev.allclear.deliver.http.HttpSender;
import dev.allclear.deliver.http.HttpUrl;
import dev.allclear.deliver.http.LazyTls;
import dev.allclear.deliver.http.Peer;
import dev.allclear.deliver.http.Secrets;
import dev.allclear.deliver.http.Statuses;
import dev.allclear.deliver.json.JsonFields;
import dev.allclear.deliver.template.Templates;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Sends to one application of a Gotify server. It is delivered when the server answers with the stored message. Gotify knows no
 * repetitions: a message sent again after a lost answer is shown twice.
 */
public final class GotifyChannel implements NoticeChannel {
    private final HttpUrl.Parsed base;
    private final String token;
    private final Templates templates;
    private final Peer peer;
    private final Statuses statuses;
    private final HttpSender sender;

    /** @param timeout of one attempt as a whole */
    public GotifyChannel(TargetConf.Gotify conf, Templates templates, Duration timeout) {
        this(conf, templates, timeout, LazyTls.ofTheSystem(), Clock.systemUTC());
    }

    /** With another trust and clock. */
    public GotifyChannel(TargetConf.Gotify conf, Templates templates, Duration timeout, LazyTls tls, Clock clock) {
        this.base = HttpUrl.parse(conf.server(), "server");
        this.token = conf.token().reveal();
        this.templates = templates;
        List<String> secrets = new ArrayList<>(List.of(token));
        if (base instanceof HttpUrl.Valid valid) {
            secrets.addAll(valid.url().loginSecrets());
        }
        this.peer = new Peer(
                base instanceof HttpUrl.Valid valid ? valid.url().toString() : conf.name(),
                "Gotify",
                "server",
                "Compare server with the address under which you open Gotify, its path included.",
                "",
                "the message may be shown twice",
                Secrets.of(secrets));
        this.statuses = new Statuses(peer);
        this.sender = new HttpSender(peer, timeout, tls, clock);
    }

    @Override
    public Answer send(Notice notice) {
        if (!(base instanceof HttpUrl.Valid valid)) {
            return new Retry(peer + " cannot be reached: " + ((HttpUrl.Fault) base).reason() + ".", true, null);
        }
        HttpUrl url = valid.url();
        String body = GotifyBody.of(
                templates.subject(notice.message()),
                templates.plain(notice.message()),
                notice.message().severity());
        HttpMessage message = HttpMessage.of("POST", url.slash("message"))
                .with("Accept", "application/json")
                .with("X-Gotify-Key", token)
                .withBody("application/json", body);
        // A proxy in front of it may have a login of its own in the URL.
        HttpMessage ready = url.authorization() == null ? message.with("Authorization", "Bearer " + token) : message;
        return sender.send(ready).answer(this::read);
    }

    private Answer read(HttpReply reply) {
        if (!reply.good()) {
            return statuses.read(reply);
        }
        String id = JsonFields.read(reply.body()).orElse(Map.of()).get("id");
        if (id != null) {
            return new Delivered("stored as message " + peer.clean(id, 20));
        }
        return new Retry(
                peer + " answered " + reply.status()
                        + " without the stored message, so this is not Gotify, or a proxy shows" + " its login"
                        + peer.said(reply) + " " + peer.check(),
                true,
                null);
    }

    @Override
    public void warmUp() {
        sender.warmUp(base instanceof HttpUrl.Valid valid && valid.url().secure());
    }

    @Override
    public void close() {
        sender.close();
    }
}
