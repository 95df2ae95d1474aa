package dev.allclear.deliver.gotify;

import dev.allclear.config.TargetConf;
import dev.allclear.deliver.Answer;
import dev.allclear.deliver.Notice;
import dev.allclear.deliver.NoticeChannel;
import dev.allclear.deliver.http.HttpMessage;
import dev.allclear.deliver.http.HttpUrl;
import dev.allclear.deliver.http.LazyTls;
import dev.allclear.deliver.http.MessageServer;
import dev.allclear.deliver.template.Templates;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** Sends to one application of a Gotify server. It is delivered when the server answers with the stored message. */
public final class GotifyChannel implements NoticeChannel {
    private final String token;
    private final Templates templates;
    private final MessageServer server;

    /** @param timeout of one attempt as a whole */
    public GotifyChannel(TargetConf.Gotify conf, Templates templates, Duration timeout) {
        this(conf, templates, timeout, LazyTls.ofTheSystem(), Clock.systemUTC());
    }

    /** With another trust and clock. */
    public GotifyChannel(TargetConf.Gotify conf, Templates templates, Duration timeout, LazyTls tls, Clock clock) {
        this.token = conf.token().reveal();
        this.templates = templates;
        this.server = new MessageServer(
                "Gotify",
                conf.name(),
                conf.server(),
                "Compare server with the address under which you open Gotify, its path included.",
                List.of(token),
                timeout,
                tls,
                clock);
    }

    @Override
    public Answer send(Notice notice) {
        String body = GotifyBody.of(
                templates.subject(notice.message()),
                templates.plain(notice.message()),
                notice.message().severity());
        return server.send(url -> message(url, body), "stored as message");
    }

    private HttpMessage message(HttpUrl url, String body) {
        HttpMessage message = HttpMessage.of("POST", url.slash("message"))
                .with("X-Gotify-Key", token)
                .withBody("application/json", body);
        // A proxy in front of it may have a login of its own in the URL.
        return url.authorization() == null ? message.with("Authorization", "Bearer " + token) : message;
    }

    @Override
    public void warmUp() {
        server.warmUp();
    }

    @Override
    public void close() {
        server.close();
    }
}
