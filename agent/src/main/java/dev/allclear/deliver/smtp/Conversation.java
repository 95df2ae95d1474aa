package dev.allclear.deliver.smtp;

import dev.allclear.config.TargetConf;
import dev.allclear.config.TargetConf.Encryption;
import dev.allclear.deliver.Answer;
import dev.allclear.deliver.mail.MailAddress;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Properties;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.eclipse.angus.mail.smtp.SMTPTransport;

/**
 * One conversation with a mail server (RFC 5321, 3207, 4954), step by step: the library only speaks, what an answer means is
 * decided here, for each recipient. For one use by one thread.
 */
final class Conversation extends SMTPTransport {
    private final TargetConf.Smtp conf;
    private final String name;
    private final Line line;
    private final SmtpWords words;
    private final Envelope envelope;
    private String step = SmtpWords.CONNECT;

    /** @param name this machine's, for EHLO */
    Conversation(TargetConf.Smtp conf, String name, Line line, SmtpWords words, Envelope envelope) {
        super(session(name), new URLName("smtp", conf.server(), conf.port(), null, null, null));
        this.conf = conf;
        this.name = name;
        this.line = line;
        this.words = words;
        this.envelope = envelope;
    }

    /** No debugging: it would print what is said. */
    private static Session session(String name) {
        Properties properties = new Properties();
        properties.setProperty("mail.debug", "false");
        properties.setProperty("mail.smtp.localhost", name);
        return Session.getInstance(properties);
    }

    /** Never throws for what the server does. */
    synchronized Answer run() {
        try {
            greet();
            if (conf.encryption() == Encryption.STARTTLS) {
                secure();
            }
            String username = conf.username();
            if (username != null) {
                logIn(username);
            }
            return quit(deliver());
        } catch (Ended e) {
            return quit(e.answer);
        } catch (MessagingException | IOException | RuntimeException e) {
            int code = getLastReturnCode();
            boolean answered = (step.equals(SmtpWords.CONNECT) || step.equals(SmtpWords.TLS)) && code >= 400;
            return answered
                    ? words.notWelcome(envelope, code, getLastServerResponse())
                    : words.broken(envelope, e, line.stage(), step);
        }
    }

    /** Politely, but without waiting: the connection is closed behind it, and the answer stands. */
    private Answer quit(Answer answer) {
        try {
            sendCommand("QUIT");
        } catch (MessagingException | RuntimeException e) {
            // The server has gone already.
            return answer;
        }
        return answer;
    }

    private void greet() throws MessagingException, IOException {
        Socket socket = line.open();
        if (conf.encryption() == Encryption.TLS) {
            step = SmtpWords.TLS;
            SSLSocket tls = (SSLSocket) line.tls().createSocket(socket, conf.server(), conf.port(), true);
            tls.startHandshake();
            socket = tls;
        }
        step = SmtpWords.CONNECT;
        connect(socket);
    }

    private void secure() throws MessagingException, Ended {
        step = SmtpWords.TLS;
        if (!supportsExtension("STARTTLS")) {
            throw new Ended(words.noStartTls(envelope));
        }
        try {
            session.getProperties().put("mail.smtp.ssl.socketFactory", line.tls());
        } catch (SSLException e) {
            throw new MessagingException("No trust", e);
        }
        startTLS();
        if (!ehlo(name)) {
            throw new Ended(words.notWelcome(envelope, getLastReturnCode(), getLastServerResponse()));
        }
    }

    private void logIn(String username) throws MessagingException, Ended {
        step = SmtpWords.AUTH;
        String offered = getExtensionParameter("AUTH");
        List<String> ways = offered == null
                ? List.of()
                : Arrays.asList(offered.toUpperCase(Locale.ROOT).split("[ =]+"));
        String password = conf.password().reveal();
        int code;
        if (ways.contains("PLAIN")) {
            code = simpleCommand("AUTH PLAIN " + base64("\0" + username + "\0" + password));
        } else if (ways.contains("LOGIN")) {
            code = simpleCommand("AUTH LOGIN");
            code = code == 334 ? simpleCommand(base64(username)) : code;
            code = code == 334 ? simpleCommand(base64(password)) : code;
        } else {
            throw new Ended(words.noLogin(envelope, Objects.requireNonNullElse(offered, "nothing")));
        }
        if (code != 235) {
            throw new Ended(words.loginFailed(envelope, code, getLastServerResponse()));
        }
    }

    private Answer deliver() throws MessagingException, IOException, Ended {
        step = "MAIL FROM";
        boolean eightBit = envelope.eightBit() && supportsExtension("8BITMIME");
        if (simpleCommand("MAIL FROM:<" + envelope.from() + ">" + (eightBit ? " BODY=8BITMIME" : "")) / 100 != 2) {
            throw new Ended(whole());
        }
        Handover handover = new Handover(envelope);
        for (MailAddress address : envelope.to()) {
            step = "RCPT TO";
            int code = simpleCommand("RCPT TO:<" + address + ">");
            if (code == -1 || code == 421 || code == 530) {
                throw new Ended(whole());
            }
            handover.answered(address, code, words.said(getLastServerResponse()));
        }
        if (handover.accepted().isEmpty()) {
            return words.nobody(handover);
        }
        step = "DATA";
        OutputStream body;
        try {
            body = data();
        } catch (MessagingException e) {
            throw new Ended(answered() ? whole() : words.broken(envelope, e, line.stage(), step));
        }
        line.sending();
        body.write(envelope.mail());
        body.flush();
        step = SmtpWords.END;
        try {
            finishData();
        } catch (MessagingException e) {
            throw new Ended(answered() ? whole() : words.broken(envelope, e, line.stage(), step));
        }
        return words.accepted(handover);
    }

    private Answer whole() {
        return words.whole(envelope, step, getLastReturnCode(), getLastServerResponse());
    }

    /** Whether the failure is an answer of the server to the last command, and not a broken connection. */
    private boolean answered() {
        return getLastReturnCode() >= 400;
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The conversation is over, and this is what became of it. */
    private static final class Ended extends Exception {
        private static final long serialVersionUID = 1;
        private final transient Answer answer;

        Ended(Answer answer) {
            super("ended", null, false, false);
            this.answer = answer;
        }
    }
}
