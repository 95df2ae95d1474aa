package dev.allclear.watch.http;

import dev.allclear.task.Upid.Product;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What an answer other than 200 means. 595 to 599 are pveproxy's words for a node that it could not ask on our behalf
 * (pve-http-server, AnyEvent.pm); 400 is what PBS says to nearly everything it cannot do. Thread-safe.
 */
final class StatusReader {
    private final Credentials credentials;

    StatusReader(Credentials credentials) {
        this.credentials = credentials;
    }

    /**
     * @param url of which API
     * @param said what the server says
     * @param wish how long it wants to be left alone
     */
    <T> Reply<T> read(String url, int status, String said, @Nullable Duration wish) {
        String answered = url + " answered " + status + (said.isEmpty() ? "" : " (" + said + ")");
        String low = said.toLowerCase(Locale.ROOT);
        if (status == 401) {
            return new Reply.Denied<>(status, answered + ": " + unknownToken());
        }
        if (status == 403 || (status == 400 && forbids(low))) {
            return new Reply.Denied<>(status, answered + ": " + rights());
        }
        if (status >= 595 && status <= 599) {
            return new Reply.NodeDown<>(
                    "the node does not answer " + url + " (" + status + (said.isEmpty() ? "" : " " + said)
                            + "): it is off, cut off, or its pveproxy or pvedaemon is down");
        }
        if (status == 500 && low.startsWith("hostname lookup")) {
            return new Reply.NodeDown<>(url + " does not know the address of the node (" + said
                    + "): it is no member of the cluster any more, or missing in /etc/hosts");
        }
        if (status == 400 && low.contains("no such")) {
            return new Reply.Missing<>(answered);
        }
        return new Reply.Failed<>(answered + ": " + otherwise(status, wish), wish);
    }

    /** Whether this answer is not from the API itself but from something before it that cannot reach it. */
    static boolean failsOver(int status) {
        return status >= 502 && status <= 504;
    }

    /** PBS has no status of its own for a refusal inside of a call. */
    private static boolean forbids(String low) {
        return low.contains("permission check failed")
                || low.contains("missing permissions")
                || low.contains("access not allowed");
    }

    private String unknownToken() {
        String token = credentials.tokenId();
        String look = credentials.product() == Product.PVE
                ? "`pveum user token list " + credentials.user() + "`"
                : "`proxmox-backup-manager user list-tokens " + credentials.user() + "`";
        return "the token " + token + " does not exist, has expired, or its secret is another one. Look with " + look
                + ", put the right secret into agent-priv.conf";
    }

    private String rights() {
        String token = credentials.tokenId();
        return "the token " + token + " may not see this. To let it: "
                + (credentials.product() == Product.PVE
                        ? "`pveum acl modify / --tokens '" + token
                                + "' --roles PVEAuditor`, and the same with --users '" + credentials.user() + "'"
                        : "`proxmox-backup-manager acl update / Audit --auth-id '" + token
                                + "'`, and the same with --auth-id '" + credentials.user() + "'");
    }

    private String otherwise(int status, @Nullable Duration wish) {
        if (status == 429 || status == 503) {
            return "it wants to be left alone" + (wish == null ? "" : " for " + wish.toSeconds() + " s");
        }
        if (failsOver(status)) {
            return "a proxy is there, the API behind it is not";
        }
        if (status >= 300 && status <= 399) {
            return "a redirect, which is not followed since the token would go along; write the API's own address as url";
        }
        if (status == 404 || status == 501) {
            return "it does not know this question: the url is not that of "
                    + (credentials.product() == Product.PVE ? "Proxmox VE" : "a Proxmox Backup Server")
                    + ", or its version is too old";
        }
        return status >= 500 ? "an error inside the server" : "it does not accept the question";
    }
}
