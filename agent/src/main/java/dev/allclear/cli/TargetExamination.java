package dev.allclear.cli;

import dev.allclear.config.HeartbeatConf;
import dev.allclear.config.TargetConf;
import dev.allclear.deliver.Answer;
import dev.allclear.deliver.http.Failure;
import dev.allclear.deliver.http.HttpMessage;
import dev.allclear.deliver.http.HttpSender;
import dev.allclear.deliver.http.HttpUrl;
import dev.allclear.deliver.http.LazyTls;
import dev.allclear.deliver.http.Peer;
import dev.allclear.deliver.http.Secrets;
import dev.allclear.deliver.http.Sent;
import dev.allclear.deliver.sendmail.SendmailChannel;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * Looks whether what is pushed to and told can be reached, without a push and without a message: a connection, with TLS its
 * handshake, and what a service tells everybody of itself.
 */
final class TargetExamination {
    private static final int CONNECT_MILLIS = 3000;
    private static final Duration ANSWER = Duration.ofSeconds(10);

    private final List<Finding> findings;
    private final Context tls;

    /** The trust for TLS, made when it is needed first. */
    interface Context {
        SSLContext get() throws GeneralSecurityException;
    }

    TargetExamination(List<Finding> findings) {
        this(findings, LazyTls::systemContext);
    }

    TargetExamination(List<Finding> findings, Context tls) {
        this.findings = findings;
        this.tls = tls;
    }

    /** Any request to a push URL is a beat, whatever its method: so none is made. */
    void heartbeat(HeartbeatConf heartbeat) {
        URI uri = URI.create(heartbeat.url().reveal().strip().split("[?#]", 2)[0]);
        boolean secure = "https".equalsIgnoreCase(uri.getScheme());
        int port = uri.getPort() >= 0 ? uri.getPort() : secure ? 443 : 80;
        String name = heartbeat.rule().name();
        String place = uri.getHost() + ":" + port;
        String trouble = trouble(uri.getHost(), port, secure, null);
        findings.add(
                trouble == null
                        ? Finding.ok(name + ": " + place + " can be reached (no request was made: each one is a beat)")
                        : Finding.problem(name + ": " + place + " cannot be reached now (" + trouble
                                + "); pushes would wait and be tried again"));
    }

    void target(TargetConf target) {
        if (target instanceof TargetConf.Smtp smtp) {
            boolean secure = smtp.encryption() == TargetConf.Encryption.TLS;
            tell(
                    target,
                    smtp.server() + ":" + smtp.port(),
                    trouble(smtp.server(), smtp.port(), secure, "220"),
                    "greets as a mail server");
        } else if (target instanceof TargetConf.Gotify gotify) {
            ask(target, gotify.server(), "version");
        } else if (target instanceof TargetConf.Ntfy ntfy) {
            ask(target, ntfy.server(), "v1/health");
        } else if (target instanceof TargetConf.Alertmanager alertmanager) {
            alertmanager.urls().forEach(url -> ask(target, url.toString(), "-/healthy"));
        } else if (target instanceof TargetConf.Webhook webhook) {
            webhook(webhook);
        } else if (target instanceof TargetConf.Sendmail && !Files.isExecutable(SendmailChannel.SENDMAIL)) {
            findings.add(Finding.warning("target " + target.name() + ": this host has no " + SendmailChannel.SENDMAIL
                    + ", so no mail leaves it: apt install postfix, or write an `smtp:` stanza"));
        }
    }

    private void webhook(TargetConf.Webhook webhook) {
        String url = webhook.url().reveal();
        if (url.contains("{{") || !(HttpUrl.parse(url, "URL") instanceof HttpUrl.Valid valid)) {
            findings.add(Finding.ok(
                    "target " + webhook.name() + ": its URL is made from a template and was not looked at; try"
                            + " it with `allclear test " + webhook.name() + "`"));
            return;
        }
        int port = port(valid.url());
        String place = valid.url().host() + ":" + port;
        tell(webhook, place, trouble(valid.url().host(), port, valid.url().secure(), null), "can be reached");
    }

    /** A question that every such server answers to everybody, and that sends nothing. */
    private void ask(TargetConf target, String server, String path) {
        if (!(HttpUrl.parse(server, "server") instanceof HttpUrl.Valid valid)) {
            return; // The configuration was complained of.
        }
        String place = valid.url().host() + ":" + port(valid.url());
        LazyTls trust = new LazyTls(tls::get);
        Peer peer = Peer.of(place, target.name(), Secrets.of(valid.url().loginSecrets()));
        try (HttpSender sender = new HttpSender(peer, ANSWER, trust, java.time.Clock.systemUTC())) {
            Sent sent = sender.send(HttpMessage.of("GET", valid.url().slash(path)));
            if (sent instanceof Sent.Got got && got.reply().status() == 200) {
                tell(target, place, null, "answers");
            } else {
                tell(
                        target,
                        place,
                        sent instanceof Sent.Got got
                                ? "it answers " + got.reply().status() + " to GET " + path
                                        + ": is `server` the right URL?"
                                : ((Answer.Retry) ((Sent.Failed) sent).answer()).reason(),
                        "");
            }
        }
    }

    private static int port(HttpUrl url) {
        return url.port() >= 0 ? url.port() : url.secure() ? 443 : 80;
    }

    private void tell(TargetConf target, String place, @Nullable String trouble, String well) {
        findings.add(
                trouble == null
                        ? Finding.ok("target " + target.name() + ": " + place + " " + well + " (nothing was sent)")
                        : Finding.problem("target " + target.name() + ": " + place + " cannot be used now (" + trouble
                                + "); what is to be told would wait and be tried again"));
    }

    /**
     * @param greeting what the other side says first; null when it says nothing by itself
     * @return what is wrong; null when nothing is
     */
    private @Nullable String trouble(String host, int port, boolean secure, @Nullable String greeting) {
        String plain = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(plain, port), CONNECT_MILLIS);
            socket.setSoTimeout((int) ANSWER.toMillis());
            Socket spoken = secure ? handshake(socket, plain, port) : socket;
            return greeting == null ? null : greeted(spoken, greeting);
        } catch (IOException | IllegalArgumentException | GeneralSecurityException e) {
            return secure ? words(e) : String.valueOf(e.getMessage());
        }
    }

    private Socket handshake(Socket socket, String host, int port) throws IOException, GeneralSecurityException {
        SSLSocket secured = (SSLSocket) tls.get().getSocketFactory().createSocket(socket, host, port, true);
        SSLParameters parameters = secured.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secured.setSSLParameters(parameters);
        secured.startHandshake();
        return secured;
    }

    private static @Nullable String greeted(Socket socket, String greeting) throws IOException {
        BufferedReader in =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
        char[] start = new char[greeting.length()];
        int read = in.read(start);
        socket.getOutputStream().write("QUIT\r\n".getBytes(StandardCharsets.US_ASCII));
        return read == greeting.length() && greeting.equals(new String(start))
                ? null
                : "it does not greet with " + greeting + " as a mail server does";
    }

    private static String words(Exception e) {
        String detail = String.valueOf(Failure.root(e).getMessage());
        return switch (Failure.of(e)) {
            case CERTIFICATE_EXPIRED -> "its certificate has expired: " + detail;
            case CERTIFICATE_NOT_YET_VALID -> "its certificate is not valid yet, or a clock is wrong: " + detail;
            case UNTRUSTED ->
                "its certificate is self-signed or of an authority unknown here: add the authority's certificate to"
                        + " /usr/local/share/ca-certificates and run update-ca-certificates";
            case OTHER_NAME -> "its certificate is for another name: " + detail;
            case NO_TLS -> "it does not speak TLS: write http:// if that is meant";
            default -> Failure.of(e).name().toLowerCase(Locale.ROOT).replace('_', ' ') + ": " + detail;
        };
    }
}
