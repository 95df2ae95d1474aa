package dev.allclear.cli;

import dev.allclear.cli.screen.Ink;
import dev.allclear.cli.screen.Table.Cell;
import dev.allclear.event.Severity;
import dev.allclear.ledger.DeliveryState;
import dev.allclear.ledger.RunRow;
import dev.allclear.status.view.HeartbeatState;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The colours and signs of what is shown; the same in every command. */
final class Inks {
    private Inks() {}

    static Ink of(HeartbeatState state) {
        return switch (state) {
            case ALL_CLEAR -> Ink.GOOD;
            case FAILED, MISSED -> Ink.BAD;
            case INCOMPLETE, EMPTY -> Ink.DOUBTFUL;
            case RUNNING, DUE -> Ink.BUSY;
            case NEVER, ITSELF -> Ink.FAINT;
        };
    }

    static Ink of(DeliveryState state) {
        return switch (state) {
            case DELIVERED -> Ink.GOOD;
            case PENDING, SENDING -> Ink.BUSY;
            case REFUSED, EXPIRED -> Ink.BAD;
            case SUPERSEDED -> Ink.FAINT;
        };
    }

    static Ink of(Severity severity) {
        return switch (severity) {
            case ERROR -> Ink.BAD;
            case WARNING, UNKNOWN -> Ink.DOUBTFUL;
            default -> Ink.PLAIN;
        };
    }

    static String word(HeartbeatState state) {
        return state.word().toUpperCase(Locale.ROOT);
    }

    static Cell cell(HeartbeatState state) {
        return new Cell(word(state), of(state));
    }

    /** A sign for each run: {@code █} all-clear, {@code x} failed, {@code ?} incomplete, {@code o} empty, {@code -} missed. */
    static Cell bars(List<RunRow> runs) {
        List<HeartbeatState> states = runs.stream().map(HeartbeatState::of).toList();
        return new Cell(
                states.stream().map(Inks::sign).collect(Collectors.joining()),
                Ink.PLAIN,
                states.stream().map(Inks::of).toList());
    }

    private static String sign(HeartbeatState state) {
        return switch (state) {
            case ALL_CLEAR -> "█";
            case FAILED -> "x";
            case EMPTY -> "o";
            case MISSED -> "-";
            default -> "?";
        };
    }
}
