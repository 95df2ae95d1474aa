package dev.allclear.deliver.webhook;

import dev.allclear.config.TargetConf;
import dev.allclear.config.TargetConf.Header;
import dev.allclear.deliver.http.HttpMessage;
import dev.allclear.deliver.http.HttpUrl;
import dev.allclear.deliver.template.Template;
import dev.allclear.deliver.template.TemplateFault;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The templates of a webhook, and the requests that come of them. Source: proxmox-notify, endpoints/webhook.rs. */
final class WebhookRequest {
    /** The host is no template: a message must never choose where secrets go. */
    private static final Pattern START =
            Pattern.compile("(https?://[^/?#\\s]+)([^?#]*)(?:\\?([^#]*))?(?:#.*)?", Pattern.DOTALL);

    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");

    /** What HTTP itself needs; a second one would make the request invalid. */
    private static final Set<String> OF_HTTP = Set.of("content-length", "transfer-encoding", "connection");

    private record Named(String name, Template template) {}

    private final String method;
    private final Template url;
    private final String authority;
    private final List<Named> headers = new ArrayList<>();
    private final Template body;

    WebhookRequest(TargetConf.Webhook conf, ZoneId zone) {
        this.method = conf.method().toUpperCase(Locale.ROOT);
        this.url = Template.text("url", conf.url().reveal(), zone);
        this.authority = authority(conf.url().reveal());
        for (Header header : conf.headers()) {
            String name = "of header " + header.name();
            headers.add(new Named(
                    header.name(), Template.text(name, header.template().reveal(), zone)));
        }
        this.body = Template.text("body", conf.body().reveal(), zone);
    }

    /** A request cannot be made of this notice; the message is for people and contains no value. */
    static final class Unusable extends Exception {
        private static final long serialVersionUID = 1;

        Unusable(String reason) {
            super(reason);
        }
    }

    /** Scheme, host and port as written, without a login; what there is, if it is no URL. */
    static String authority(String url) {
        Matcher start = START.matcher(url);
        return start.matches() ? start.group(1) : "";
    }

    /** Renders URL, headers and body, in this order. */
    HttpMessage of(Map<String, ?> data) throws TemplateFault, Unusable {
        HttpUrl to = url(url.render(data));
        List<HttpMessage.Header> rendered = new ArrayList<>();
        for (Named header : headers) {
            if (!TOKEN.matcher(header.name()).matches()) {
                throw new Unusable("the name of header number " + (rendered.size() + 1)
                        + " has a blank or another character that no header may have");
            }
            String value = header.template().render(data);
            if (value.chars().anyMatch(c -> c != '\t' && (c < ' ' || c == 0x7f))) {
                throw new Unusable(
                        "the value of header " + header.name()
                                + " has a line break or another control character; write {{escape …}} or {{url-encode …}} there");
            }
            if (!OF_HTTP.contains(header.name().toLowerCase(Locale.ROOT))) {
                rendered.add(new HttpMessage.Header(header.name(), value));
            }
        }
        String text = body.render(data);
        return new HttpMessage(method, to, rendered, text.isEmpty() && method.equals("GET") ? null : text);
    }

    private HttpUrl url(String rendered) throws Unusable {
        if (rendered.codePoints().anyMatch(c -> Character.isWhitespace(c) || Character.isISOControl(c))) {
            throw new Unusable(
                    "the url has a blank or a line break once it is filled in; write {{url-encode …}} there");
        }
        Matcher start = START.matcher(rendered);
        if (!start.matches() || !start.group(1).equals(authority)) {
            throw new Unusable("the url has no host that stands still; templates may only be behind it");
        }
        if (HttpUrl.parse(start.group(1) + "/", "url") instanceof HttpUrl.Valid valid) {
            String query = start.group(3) == null ? "" : start.group(3);
            return valid.url().withPath(start.group(2)).withQuery(query);
        }
        throw new Unusable("the url has no valid host");
    }
}
