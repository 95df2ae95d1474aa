package dev.allclear.deliver.generic;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.allclear.deliver.Answer;
import dev.allclear.deliver.Answer.Delivered;
import dev.allclear.deliver.Push;
import dev.allclear.deliver.http.HttpMessage;
import dev.allclear.deliver.http.HttpReply;
import dev.allclear.deliver.http.HttpUrl;
import dev.allclear.deliver.http.Peer;
import dev.allclear.deliver.http.PushService;
import dev.allclear.deliver.http.Secrets;
import dev.allclear.deliver.http.Statuses;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Any URL that is asked when all is well, and only then: it has no word for a failure. A 2xx is a success; with an expected body
 * only when that is found in it. With POST and PUT the text goes as the body.
 */
public final class AnyUrl implements PushService {
    private static final Set<String> METHODS = Set.of("GET", "POST", "PUT");

    private final String method;
    private final HttpUrl url;
    private final @Nullable Pattern expected;
    private final Peer peer;
    private final Statuses statuses;

    private AnyUrl(String method, HttpUrl url, @Nullable Pattern expected) {
        this.method = method;
        this.url = url;
        this.expected = expected;
        this.peer = Peer.of(url + "/…", "the server of this url", Secrets.of(url.allSecrets()));
        this.statuses = new Statuses(peer);
    }

    /**
     * Reads what to ask and what to expect.
     *
     * @param method {@code get}, {@code post} or {@code put}, in capitals or not
     * @param expectBody a regular expression in RE2's dialect that a success has somewhere in its body; null for any body
     */
    public static Parsed of(String method, String text, @Nullable String expectBody) {
        String verb = method.toUpperCase(Locale.ROOT);
        if (!METHODS.contains(verb)) {
            return new Unusable("the method is none of get, post and put");
        }
        HttpUrl.Parsed read = HttpUrl.parse(text, "url");
        if (read instanceof HttpUrl.Fault fault) {
            return new Unusable(fault.reason());
        }
        try {
            Pattern expected = expectBody == null ? null : Pattern.compile(expectBody);
            return new Usable(new AnyUrl(verb, ((HttpUrl.Valid) read).url(), expected));
        } catch (PatternSyntaxException e) {
            return new Unusable("the expected body is no regular expression of RE2: " + e.getDescription());
        }
    }

    @Override
    public Peer peer() {
        return peer;
    }

    @Override
    public boolean secure() {
        return url.secure();
    }

    @Override
    public boolean knows(Push.Signal signal) {
        return signal == Push.Signal.UP;
    }

    @Override
    public HttpMessage message(Push push) {
        HttpMessage message = HttpMessage.of(method, url);
        return method.equals("GET") ? message : message.withBody("text/plain; charset=utf-8", push.msg());
    }

    @Override
    public Answer read(HttpReply reply) {
        if (!reply.good()) {
            return statuses.read(reply);
        }
        return expected == null || expected.matcher(reply.body()).find()
                ? new Delivered()
                : statuses.unproven(reply, "the expected body");
    }
}
