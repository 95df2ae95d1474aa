package dev.allclear.status;

import dev.allclear.config.PageConf;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows the status page, {@code /metrics} and {@code /healthz} on the address that the configuration names. What keeps it
 * from doing so is one warning, and never keeps the service from its work. Thread-safe.
 */
public final class StatusServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("dev.allclear");

    private final StatusSite site;
    private @Nullable Entrance entrance;
    private boolean closed;

    public StatusServer(StatusSite site) {
        this.site = site;
    }

    /** Shows the page as this says from now on. Returns at once; never throws for what the configuration cannot have. */
    public synchronized void use(PageConf conf) {
        if (closed) {
            return;
        }
        // Also when only the content of the password file may have changed.
        stop();
        if (!conf.disabled()) {
            start(conf);
        }
    }

    private void start(PageConf conf) {
        try {
            Path file = conf.passwordFile();
            open(conf, new Guard(site.names(), file == null ? null : Passwords.read(file)));
        } catch (Passwords.Unusable e) {
            LOG.warn("the status page is not shown: {}; then reload. Everything else works", e.getMessage());
        } catch (IOException e) {
            LOG.warn(
                    "the status page is not shown on {}: {}. Everything else works",
                    words(conf.listen()),
                    why(e, conf));
        }
    }

    private void open(PageConf conf, Guard guard) throws IOException {
        Entrance made = Entrance.open(
                conf.listen(),
                new Door(guard, site::answer),
                new Visit.Patience(Duration.ofSeconds(5), Duration.ofSeconds(10)));
        entrance = made;
        LOG.info("the status page is on http://{}/", words(made.address()));
    }

    /** Where it is shown now; empty when it is not. */
    public synchronized Optional<InetSocketAddress> address() {
        return Optional.ofNullable(entrance).map(Entrance::address);
    }

    private static String why(IOException e, PageConf conf) {
        String instead =
                "; or write another address and port as `listen` of the stanza `page:`, or `disable yes`, and reload";
        String message = String.valueOf(e.getMessage());
        if (e instanceof BindException && message.contains("in use")) {
            return "another program has the port (`ss -ltnp sport = :"
                    + conf.listen().getPort() + "` shows which)" + instead;
        }
        if (message.contains("ermission denied")) {
            return "the service has no right to this port; take one above 1023" + instead;
        }
        if (message.contains("annot assign")) {
            return "this host has no such address (`ip address` shows those that it has)" + instead;
        }
        return message + instead;
    }

    private static String words(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
    }

    private void stop() {
        if (entrance == null) {
            return;
        }
        try {
            entrance.close();
        } catch (IOException e) {
            LOG.warn("the status page's port may still be taken: {}", e.getMessage());
        }
        entrance = null;
    }

    @Override
    public synchronized void close() {
        closed = true;
        stop();
    }
}
