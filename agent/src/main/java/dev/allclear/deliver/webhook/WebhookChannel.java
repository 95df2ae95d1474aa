package dev.allclear.deliver.webhook;

import dev.allclear.config.TargetConf;
import dev.allclear.deliver.Answer;
import dev.allclear.deliver.Answer.Delivered;
import dev.allclear.deliver.Answer.Refused;
import dev.allclear.deliver.Answer.Retry;
import dev.allclear.deliver.Notice;
import dev.allclear.deliver.NoticeChannel;
import dev.allclear.deliver.NoticeText;
import dev.allclear.deliver.http.HttpMessage;
import dev.allclear.deliver.http.HttpReply;
import dev.allclear.deliver.http.HttpSender;
import dev.allclear.deliver.http.HttpUrl;
import dev.allclear.deliver.http.LazyTls;
import dev.allclear.deliver.http.Peer;
import dev.allclear.deliver.http.Secrets;
import dev.allclear.deliver.http.Statuses;
import dev.allclear.deliver.template.TemplateData;
import dev.allclear.deliver.template.TemplateFault;
import dev.allclear.deliver.template.Templates;
import dev.allclear.event.Event;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Makes any HTTP request out of templates. It is delivered when the answer has a status from 200 to 299. Every request has an
 * {@code Idempotency-Key} with the identity of the message unless one is configured, so the other side can recognise a
 * repetition.
 */
public final class WebhookChannel implements NoticeChannel {
    /** Far more than any service takes; keeps a log from filling the memory. */
    private static final int LIMIT = 1 << 20;

    private final WebhookRequest request;
    private final Map<String, String> secrets = new TreeMap<>();
    private final Templates templates;
    private final String label;
    private final HttpSender sender;
    private final boolean secure;

    /** @param timeout of one attempt as a whole */
    public WebhookChannel(TargetConf.Webhook conf, Templates templates, Duration timeout) {
        this(conf, templates, timeout, LazyTls.ofTheSystem(), Clock.systemUTC());
    }

    /** With another trust and clock. */
    public WebhookChannel(TargetConf.Webhook conf, Templates templates, Duration timeout, LazyTls tls, Clock clock) {
        conf.secrets().forEach((name, secret) -> secrets.put(name, secret.reveal()));
        this.request = new WebhookRequest(conf, ZoneId.systemDefault());
        this.templates = templates;
        String authority = WebhookRequest.authority(conf.url().reveal());
        this.label = HttpUrl.parse(authority + "/", "url") instanceof HttpUrl.Valid valid
                ? valid.url().toString()
                : "webhook " + conf.name();
        this.secure = authority.startsWith("https");
        this.sender = new HttpSender(peer(Secrets.of(secrets.values())), timeout, tls, clock);
    }

    private Peer peer(Secrets hidden) {
        return new Peer(
                label,
                "the webhook",
                "url",
                "Compare url with the address that the service names.",
                "",
                "the service may get it twice, with the same Idempotency-Key",
                hidden);
    }

    @Override
    public Answer send(Notice notice) {
        HttpMessage message;
        try {
            message = request.of(data(notice.message()));
        } catch (TemplateFault | WebhookRequest.Unusable e) {
            return new Refused(Secrets.of(secrets.values())
                    .hide(label + " was not asked: " + e.getMessage()
                            + ". Mend it in the configuration, then send this message again."));
        }
        List<String> texts = Rendered.secrets(message);
        texts.addAll(secrets.values());
        Secrets hidden = Secrets.of(texts);
        Answer answer = sender.send(wire(message, notice.id())).answer(reply -> read(reply, hidden));
        return answer instanceof Retry retry
                ? new Retry(hidden.hide(retry.reason()), retry.slow(), retry.notBefore(), retry.reached())
                : answer;
    }

    private Map<String, Object> data(Event event) {
        Map<String, Object> data = TemplateData.ofNotice(event, NoticeText.cut(templates.plain(event), LIMIT));
        data.put("title", templates.subject(event));
        data.put("secrets", secrets);
        return data;
    }

    /** Header values beyond ASCII as encoded words (RFC 2047), the only way in which HTTP/1.1 carries them whole. */
    private static HttpMessage wire(HttpMessage message, String id) {
        List<HttpMessage.Header> headers = message.headers().stream()
                .map(header -> new HttpMessage.Header(header.name(), ascii(header.value())))
                .toList();
        HttpMessage wire = new HttpMessage(message.method(), message.url(), headers, message.body());
        boolean keyed = headers.stream().anyMatch(header -> header.name().equalsIgnoreCase("Idempotency-Key"));
        return keyed ? wire : wire.with("Idempotency-Key", ascii(id));
    }

    private static String ascii(String value) {
        return value.chars().allMatch(c -> c < 0x7f)
                ? value
                : "=?UTF-8?B?" + Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8)) + "?=";
    }

    private Answer read(HttpReply reply, Secrets hidden) {
        // What the other side says is cut; a secret must be taken out before, or half of it is left.
        return reply.good() ? new Delivered("answered " + reply.status()) : new Statuses(peer(hidden)).read(reply);
    }

    @Override
    public void warmUp() {
        sender.warmUp(secure);
    }

    @Override
    public void close() {
        sender.close();
    }
}
