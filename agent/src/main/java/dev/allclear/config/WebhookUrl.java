package dev.allclear.config;

import java.util.regex.Pattern;

/**
 * The URLs that Proxmox accepts for a webhook: http or https, a DNS name or address, optionally a port, then nothing or a
 * path. No user name, no underscore in the host, no query directly behind the host. Source: observed behaviour of
 * proxmox-notify 1.0.3.
 */
final class WebhookUrl {
    static final ValueKind KIND = ValueKind.where(
            WebhookUrl::isGood,
            "is not a URL that Proxmox accepts for a webhook",
            "write http://HOST/PATH or https://HOST:PORT/PATH, templates only in the path");

    /** Longer hosts cannot be resolved anyway; the bound keeps the patterns below cheap. */
    private static final int LONGEST_HOST = 1024;

    private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9-]*+(?<=[A-Za-z0-9]))?");
    private static final Pattern PORT = Pattern.compile(":[0-9]{1,5}$");
    private static final Pattern GROUP = Pattern.compile("[0-9A-Fa-f]{1,4}");
    private static final Pattern IPV4 =
            Pattern.compile("((25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])(\\.(?!$)|$)){4}");

    private WebhookUrl() {}

    static boolean isGood(String url) {
        int start = url.startsWith("http://") ? 7 : url.startsWith("https://") ? 8 : -1;
        if (start < 0) {
            return false;
        }
        int slash = url.indexOf('/', start);
        int end = slash < 0 ? url.length() : slash;
        return end - start <= LONGEST_HOST
                && (isHost(url.substring(start, end)) || isHost(withoutPort(url.substring(start, end))))
                && url.substring(end).chars().noneMatch(c -> c < 0x20 || c == 0x7F);
    }

    private static String withoutPort(String authority) {
        return PORT.matcher(authority).replaceFirst("");
    }

    private static boolean isHost(String host) {
        if (host.startsWith("[") && host.endsWith("]")) {
            return isIpv6(host.substring(1, host.length() - 1));
        }
        return isName(host) || isIpv6(host);
    }

    private static boolean isName(String host) {
        for (String label : host.split("\\.", -1)) {
            if (!LABEL.matcher(label).matches()) {
                return false;
            }
        }
        return true;
    }

    private static boolean isIpv6(String text) {
        int gap = text.indexOf("::");
        if (gap < 0) {
            return groups(text, true) == 8;
        }
        String left = text.substring(0, gap);
        String right = text.substring(gap + 2);
        int before = left.isEmpty() ? 0 : groups(left, false);
        int after = right.isEmpty() ? 0 : groups(right, true);
        return before >= 0 && after >= 0 && before + after <= 7;
    }

    /** The number of 16-bit groups, an IPv4 address at the end counting as two; -1 if malformed. */
    private static int groups(String text, boolean ipv4AtEnd) {
        String[] parts = text.split(":", -1);
        int last = parts.length - 1;
        for (int i = 0; i <= last; i++) {
            if (i == last && ipv4AtEnd && IPV4.matcher(parts[i]).matches()) {
                return parts.length + 1;
            }
            if (!GROUP.matcher(parts[i]).matches()) {
                return -1;
            }
        }
        return parts.length;
    }
}
