package dev.allclear.deliver.ntfy;

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

/**
 * Publishes to one topic of an ntfy server. It is delivered when the server answers with the identity of the message. On open
 * servers the topic is as good as a password, so it is hidden like the token.
 */
public final class NtfyChannel implements NoticeChannel {
    private final String topic;
    private final String token;
    private final Templates templates;
    private final MessageServer server;

    /** @param timeout of one attempt as a whole */
    public NtfyChannel(TargetConf.Ntfy conf, Templates templates, Duration timeout) {
        this(conf, templates, timeout, LazyTls.ofTheSystem(), Clock.systemUTC());
    }

    /** With another trust and clock. */
    public NtfyChannel(TargetConf.Ntfy conf, Templates templates, Duration timeout, LazyTls tls, Clock clock) {
        this.topic = conf.topic().reveal();
        this.token = conf.token().reveal();
        this.templates = templates;
        this.server = new MessageServer(
                "ntfy",
                conf.name(),
                conf.server(),
                "Compare server with the address under which you open ntfy, without the topic.",
                List.of(topic, token),
                timeout,
                tls,
                clock);
    }

    @Override
    public Answer send(Notice notice) {
        String body = NtfyBody.of(
                topic,
                templates.subject(notice.message()),
                templates.plain(notice.message()),
                notice.message().severity(),
                notice.message().type());
        return server.send(url -> message(url, body), "published as");
    }

    private HttpMessage message(HttpUrl url, String body) {
        // To the root: with the topic in the path the JSON itself would be shown.
        HttpMessage message = HttpMessage.of("POST", url.withPath(url.path().replaceFirst("/+$", "") + "/"))
                .withBody("application/json", body);
        return token.isEmpty() ? message : message.with("Authorization", "Bearer " + token);
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
