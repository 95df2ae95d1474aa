package dev.allclear.status.page;

import dev.allclear.ledger.DeliveryRow;
import dev.allclear.status.view.HeartbeatState;
import dev.allclear.task.Guest;
import dev.allclear.task.TaskState;
import dev.allclear.verdict.Verdict;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** How values are said on the pages, and which class of the style sheet they have. */
final class Phrases {
    private static final List<String> UNITS = List.of("B", "KiB", "MiB", "GiB", "TiB", "PiB");

    private Phrases() {}

    /** {@code 42 s}, {@code 41 min}, {@code 2 h 5 min}, {@code 3 d 4 h}. */
    static String duration(Duration duration) {
        long seconds = Math.max(0, duration.toSeconds());
        if (seconds < 60) {
            return seconds + " s";
        }
        long minutes = Math.round(seconds / 60.0);
        if (minutes < 60) {
            return minutes + " min";
        }
        return minutes < 48 * 60
                ? minutes / 60 + " h" + (minutes % 60 == 0 ? "" : " " + minutes % 60 + " min")
                : minutes / 1440 + " d" + (minutes % 1440 < 60 ? "" : " " + minutes % 1440 / 60 + " h");
    }

    /** In one unit: {@code 42 s}, {@code 21 h}, {@code 3 d}. */
    static String rough(Duration duration) {
        long seconds = Math.max(0, duration.toSeconds());
        return seconds < 90
                ? seconds + " s"
                : seconds < 90 * 60
                        ? Math.round(seconds / 60.0) + " min"
                        : seconds < 48 * 3600
                                ? Math.round(seconds / 3600.0) + " h"
                                : Math.round(seconds / 86400.0) + " d";
    }

    /** {@code 1.2 GiB}; a dash when it is not known. */
    static String bytes(long bytes) {
        if (bytes < 0) {
            return "–";
        }
        double value = bytes;
        int unit = 0;
        while (value >= 1000 && unit < UNITS.size() - 1) {
            value /= 1024;
            unit++;
        }
        return (unit == 0 || value >= 100
                        ? Long.toString(Math.round(value))
                        : String.format(Locale.ROOT, "%.1f", value))
                + " " + UNITS.get(unit);
    }

    /** {@code 1 run}, {@code 2 runs}. */
    static String counted(long number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    /** {@code +32 %}; empty when it is as usual or not known. */
    static String trend(OptionalDouble ratio) {
        if (ratio.isEmpty() || Math.abs(ratio.getAsDouble() - 1) < 0.15) {
            return "";
        }
        long percent = Math.round((ratio.getAsDouble() - 1) * 100);
        return percent > 900
                ? String.format(Locale.ROOT, "×%.0f", ratio.getAsDouble())
                : (percent > 0 ? "+" : "−") + Math.abs(percent) + " %";
    }

    static String words(HeartbeatState state) {
        return switch (state) {
            case ALL_CLEAR -> "all-clear";
            case NEVER -> "no run yet";
            case ITSELF -> "the agent itself";
            case RUNNING -> "running";
            case DUE -> "due";
            case FAILED, INCOMPLETE, EMPTY, MISSED -> state.word();
        };
    }

    /** ok, bad, warn, busy or idle. */
    static String tone(HeartbeatState state) {
        return switch (state) {
            case ALL_CLEAR -> "ok";
            case FAILED, MISSED -> "bad";
            case INCOMPLETE, EMPTY -> "warn";
            case RUNNING, DUE -> "busy";
            case NEVER, ITSELF -> "idle";
        };
    }

    static String tone(Verdict verdict) {
        return switch (verdict.word()) {
            case "all-clear" -> "ok";
            case "failed", "missed" -> "bad";
            default -> "warn";
        };
    }

    static String tone(TaskState state) {
        return switch (state.word()) {
            case "ok" -> "ok";
            case "warnings" -> "warn";
            case "running" -> "busy";
            default -> "bad";
        };
    }

    static String tone(Guest.State state) {
        return switch (state) {
            case OK -> "ok";
            case WARNING -> "warn";
            case FAILED, ABORTED, MISSING -> "bad";
            case EXTERNAL -> "idle";
        };
    }

    static String tone(String word) {
        return switch (word) {
            case "seeing", "delivered", "info" -> "ok";
            case "degraded", "warning", "pending", "sending" -> "warn";
            case "blind", "error", "refused", "expired" -> "bad";
            default -> "idle";
        };
    }

    /** The sign beside the word: colour alone says nothing to some. */
    static String sign(String tone) {
        return switch (tone) {
            case "ok" -> "✓";
            case "bad" -> "✕";
            case "warn" -> "!";
            case "busy" -> "↻";
            default -> "·";
        };
    }

    /** {@code "backup-1: 14/14 guests"}, or {@code down "…"}. */
    static String said(DeliveryRow push) {
        return (push.up() ? "" : push.signal() + " ") + "“" + push.msg() + "”";
    }

    /** One part of a path. */
    static String part(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    static String path(String heartbeat) {
        return "/heartbeat/" + part(heartbeat);
    }

    static String path(String heartbeat, String run) {
        return path(heartbeat) + "/run/" + part(run);
    }
}
