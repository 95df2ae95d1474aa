package dev.allclear.status.page;

import dev.allclear.status.view.HeartbeatState;
import dev.allclear.status.view.HeartbeatView;
import dev.allclear.status.view.Overview;
import dev.allclear.status.view.SourceView;
import dev.allclear.status.view.TargetView;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How everything stands, in one sentence, and what else should be known first.
 *
 * @param tone ok, warn, bad or idle
 */
record Headline(String tone, String words, List<String> besides) {

    static Headline of(Overview overview) {
        List<HeartbeatView> beats = overview.heartbeats().stream()
                .filter(beat -> !beat.disabled() && beat.state() != HeartbeatState.ITSELF)
                .toList();
        List<String> besides = new ArrayList<>();
        String blind = overview.sources().stream()
                .filter(SourceView::troubled)
                .map(SourceView::name)
                .collect(Collectors.joining(", "));
        if (!blind.isEmpty()) {
            besides.add("Not everything can be seen: " + blind + ".");
        } else if (!overview.blindSpots().isEmpty()) {
            besides.add("Not everything can be seen.");
        }
        String deaf = overview.targets().stream()
                .filter(TargetView::troubled)
                .map(TargetView::name)
                .collect(Collectors.joining(", "));
        if (!deaf.isEmpty()) {
            besides.add("Messages wait for " + deaf + ".");
        }
        return headline(beats, besides);
    }

    private static Headline headline(List<HeartbeatView> beats, List<String> besides) {
        if (beats.isEmpty()) {
            return new Headline("idle", "No heartbeat is configured.", besides);
        }
        List<HeartbeatView> bad = beats.stream().filter(Headline::wrong).toList();
        if (bad.size() == 1) {
            return new Headline("bad", bad.get(0).name() + " is not all-clear.", besides);
        }
        if (!bad.isEmpty()) {
            return new Headline("bad", bad.size() + " of " + beats.size() + " heartbeats are not all-clear.", besides);
        }
        List<String> waiting = beats.stream()
                .filter(beat -> beat.lastAllClear() == null)
                .map(HeartbeatView::name)
                .toList();
        if (waiting.size() == beats.size()) {
            return new Headline("idle", "Waiting for the first run.", besides);
        }
        boolean all = waiting.isEmpty() && besides.isEmpty();
        return new Headline(
                all ? "ok" : "warn",
                waiting.isEmpty() ? "All clear." : "All clear, as far as there were runs.",
                besides);
    }

    /** A run that goes on does not wipe out that the one before went wrong. */
    private static boolean wrong(HeartbeatView beat) {
        return beat.state().bad()
                || beat.last().filter(run -> HeartbeatState.of(run).bad()).isPresent()
                || !beat.whyNot().isEmpty();
    }
}
