package dev.allclear.config;

import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A target of notifications: a stanza of its type. Immutable and thread-safe. */
public sealed interface TargetConf {

    /** What all types have. */
    Common common();

    /** The name of its stanza, unique among targets and matchers. */
    default String name() {
        return common().name();
    }

    /**
     * What all types have.
     *
     * @param disabled whether nothing is sent to it
     * @param groupWait how long the first event waits for others, to go with them in one message
     * @param groupInterval how long after a message the next one is sent at the earliest
     * @param remind how often a heartbeat that is red is told again; null for never
     */
    record Common(
            String name,
            boolean disabled,
            Duration groupWait,
            Duration groupInterval,
            @Nullable Duration remind) {}

    /**
     * Who gets a mail.
     *
     * @param mailto addresses, in file order
     * @param users {@code user@realm}, whose addresses the product knows, in file order
     */
    record Recipients(List<String> mailto, List<String> users) {
        public Recipients {
            mailto = List.copyOf(mailto);
            users = List.copyOf(users);
        }
    }

    /**
     * Through the host's sendmail.
     *
     * @param from null for the product's own, else {@code root}
     * @param author null for the product's name
     */
    record Sendmail(
            Common common,
            Recipients recipients,
            @Nullable String from,
            @Nullable String author) implements TargetConf {}

    /** To a mail server. */
    record Smtp(
            Common common,
            Recipients recipients,
            String server,
            int port,
            Encryption encryption,
            @Nullable String username,
            Secret password,
            String from,
            @Nullable String author)
            implements TargetConf {}

    /** How an SMTP connection is protected; the key {@code mode}. */
    enum Encryption {
        /** Not at all. */
        INSECURE,
        /** From the command STARTTLS on, which the server must offer. */
        STARTTLS,
        /** From the first byte. */
        TLS
    }

    /** A Gotify server; {@code server} is its base URL. */
    record Gotify(Common common, String server, Secret token) implements TargetConf {}

    /**
     * Any HTTP request, made from templates.
     *
     * @param method {@code post}, {@code put} or {@code get}
     * @param url template; its path may hold a token
     * @param headers name and template, in file order
     * @param body template
     * @param secrets what templates find as {@code secrets.NAME}
     */
    record Webhook(
            Common common,
            String method,
            Secret url,
            List<Header> headers,
            Secret body,
            SortedMap<String, Secret> secrets)
            implements TargetConf {
        public Webhook {
            headers = List.copyOf(headers);
            secrets = Collections.unmodifiableSortedMap(new TreeMap<>(secrets));
        }
    }

    /** A header of a {@link Webhook}. */
    record Header(String name, Secret template) {}

    /**
     * A topic of an ntfy server.
     *
     * @param server its base URL
     * @param topic a secret on open servers
     * @param token {@code tk_…}; {@link Secret#NONE} for none
     */
    record Ntfy(Common common, String server, Secret topic, Secret token) implements TargetConf {}

    /**
     * The members of an Alertmanager cluster, each of which gets every alert.
     *
     * @param urls base URLs, route prefix included
     * @param labels added to every alert
     */
    record Alertmanager(Common common, List<URI> urls, Map<String, String> labels) implements TargetConf {
        public Alertmanager {
            urls = List.copyOf(urls);
            labels = Map.copyOf(labels);
        }
    }
}
