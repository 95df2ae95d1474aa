package dev.allclear.config;

import dev.allclear.task.Upid;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Somewhere tasks are seen: a {@code pve:} or {@code pbs:} stanza, or this host without one. It has an API, a directory on
 * this host, or both. Immutable and thread-safe.
 *
 * @param name the name of its stanza, unique among the sources of both products
 * @param product what runs there
 * @param urls scheme, host and port of its API, in the order in which they are tried; empty when it is not asked
 * @param tokenId {@code user@realm!name}; null without an API
 * @param token the token's secret; {@link Secret#NONE} without an API
 * @param fingerprints SHA-256 of the certificates that are accepted, upper-case hex with colons; empty for none pinned
 * @param caFile the certificates, PEM, that sign the server's; null for those that the product or the system has
 * @param nodes the only nodes that are looked at; empty for all
 * @param poll how often the API is asked
 * @param local where this host keeps the same tasks; null when the source is another host
 * @param disabled whether it is not looked at
 * @param notification who is told of its tasks
 */
public record SourceConf(
        String name,
        Upid.Product product,
        List<URI> urls,
        @Nullable String tokenId,
        Secret token,
        List<String> fingerprints,
        @Nullable Path caFile,
        SortedSet<String> nodes,
        Duration poll,
        @Nullable LocalHost local,
        boolean disabled,
        NotifyConf notification) {

    /** How often an API is asked when the stanza does not say it. */
    public static final Duration DEFAULT_POLL = Duration.ofSeconds(30);

    public SourceConf {
        urls = List.copyOf(urls);
        fingerprints = List.copyOf(fingerprints);
        nodes = Collections.unmodifiableSortedSet(new TreeSet<>(nodes));
    }

    /** A source whose tasks are told of by matchers. */
    public SourceConf(
            String name,
            Upid.Product product,
            List<URI> urls,
            @Nullable String tokenId,
            Secret token,
            List<String> fingerprints,
            @Nullable Path caFile,
            SortedSet<String> nodes,
            Duration poll,
            @Nullable LocalHost local,
            boolean disabled) {
        this(
                name,
                product,
                urls,
                tokenId,
                token,
                fingerprints,
                caFile,
                nodes,
                poll,
                local,
                disabled,
                NotifyConf.DEFAULT);
    }

    /** A source that is this host's own directory. */
    static SourceConf ofThisHost(String name, Upid.Product product, LocalHost local) {
        return new SourceConf(
                name,
                product,
                List.of(),
                null,
                Secret.NONE,
                List.of(),
                null,
                Collections.emptySortedSet(),
                DEFAULT_POLL,
                local,
                false);
    }

    /** The same without its API: only what is on this host. */
    public SourceConf withoutApi() {
        return new SourceConf(
                name,
                product,
                List.of(),
                null,
                Secret.NONE,
                List.of(),
                null,
                nodes,
                poll,
                local,
                disabled,
                notification);
    }

    /** Whether its API is asked. */
    public boolean remote() {
        return !urls.isEmpty();
    }
}
