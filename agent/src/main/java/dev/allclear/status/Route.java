package dev.allclear.status;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Which page a path means.
 *
 * @param heartbeat of which heartbeat; empty where that means nothing
 * @param run of which run; empty where that means nothing
 */
record Route(Page page, String heartbeat, String run) {
    /** The sorts of pages. */
    enum Page {
        OVERVIEW,
        GUESTS,
        EVENTS,
        HEARTBEAT,
        RUN,
        NONE
    }

    private static final Route NOWHERE = new Route(Page.NONE, "", "");

    /** {@code /heartbeat/NAME/run/RUN} and shorter, each part encoded as in any URL. */
    static Route of(String rawPath) {
        List<String> parts = parts(rawPath);
        int count = parts.size();
        if (count == 1) {
            return switch (parts.get(0)) {
                case "" -> new Route(Page.OVERVIEW, "", "");
                case "guests" -> new Route(Page.GUESTS, "", "");
                case "events" -> new Route(Page.EVENTS, "", "");
                default -> NOWHERE;
            };
        }
        boolean beat = count > 1 && parts.get(0).equals("heartbeat");
        if (beat && count == 2) {
            return new Route(Page.HEARTBEAT, parts.get(1), "");
        }
        return beat && count == 4 && parts.get(2).equals("run") && !parts.get(3).isEmpty()
                ? new Route(Page.RUN, parts.get(1), parts.get(3))
                : NOWHERE;
    }

    private static List<String> parts(String rawPath) {
        List<String> parts = new ArrayList<>();
        if (!rawPath.startsWith("/")) {
            return parts;
        }
        try {
            for (String part : rawPath.substring(1).split("/", -1)) {
                // A plus is a plus in a path.
                parts.add(URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8));
            }
            return parts;
        } catch (IllegalArgumentException notEncoded) {
            return List.of();
        }
    }
}
