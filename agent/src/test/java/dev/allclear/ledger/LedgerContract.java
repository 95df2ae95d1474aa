package dev.allclear.ledger;

import static dev.allclear.ledger.Samples.EVENING;
import static dev.allclear.ledger.Samples.guest;
import static dev.allclear.ledger.Samples.outcome;
import static dev.allclear.ledger.Samples.report;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.allclear.task.TaskState;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every ledger does, wherever it is kept: its transactions, and the notes. */
abstract class LedgerContract {
    private Ledger ledger;

    abstract Ledger open();

    @BeforeEach
    void openLedger() {
        ledger = open();
    }

    @AfterEach
    void closeLedger() {
        ledger.close();
    }

    final Ledger ledger() {
        return ledger;
    }

    final <T> T write(Function<Entries, T> work) {
        return ledger.write(work);
    }

    final void doWrite(Consumer<Entries> work) {
        ledger.write(entries -> {
            work.accept(entries);
            return true;
        });
    }

    final <T> T read(Function<Entries, T> work) {
        return ledger.read(work);
    }

    @Test
    void returnsWhatTheWorkReturns() {
        assertThat(write((Entries entries) -> "seven")).isEqualTo("seven");
        assertThat(read((Entries entries) -> 7)).isEqualTo(7);
    }

    @Test
    void keepsNothingOfATransactionThatThrows() {
        assertThatThrownBy(() -> doWrite(entries -> {
                    entries.note("a", "1");
                    entries.tasks().record(outcome(1, new TaskState.Ok()), "local", EVENING);
                    throw new ArithmeticException("on purpose");
                }))
                .isInstanceOf(ArithmeticException.class);
        assertThat(read((Entries entries) -> entries.note("a"))).isEmpty();
        assertThat(read((Entries entries) -> entries.tasks().count())).isZero();
    }

    @Test
    void keepsNothingOfATransactionThatEndsInAnError() {
        assertThatThrownBy(() -> doWrite(entries -> {
                    entries.note("a", "1");
                    throw new AssertionError("on purpose");
                }))
                .isInstanceOf(AssertionError.class);
        assertThat(read((Entries entries) -> entries.note("a"))).isEmpty();
    }

    @Test
    void takesTheNextTransactionAfterOneThatThrewWhileReadingRows() {
        doWrite(entries -> {
            entries.tasks().record(outcome(1, new TaskState.Ok()), "local", EVENING);
            entries.tasks().record(outcome(2, new TaskState.Ok()), "local", EVENING);
        });
        assertThatThrownBy(() -> read(entries -> {
                    entries.tasks().each(null, "vzdump", (source, task) -> {
                        throw new ArithmeticException("on purpose");
                    });
                    return true;
                }))
                .isInstanceOf(ArithmeticException.class);
        doWrite(entries -> entries.note("a", "1"));
        assertThat(read((Entries entries) -> entries.note("a"))).contains("1");
    }

    @Test
    void callsAFaultWhatTheSchemaRefusesAndTakesTheNextOne() {
        var twice = outcome(Samples.upid(1), new TaskState.Ok(), report(guest(101), guest(101)));
        assertThatIllegalStateException()
                .isThrownBy(() -> write(entries -> entries.tasks().record(twice, "local", EVENING)));
        assertThat(write((Entries entries) -> entries.tasks().record(outcome(1, new TaskState.Ok()), "local", EVENING)))
                .isTrue();
    }

    @Test
    void keepsNothingOfATransactionThatGoesOnAfterAFailedStatement() {
        var twice = outcome(Samples.upid(1), new TaskState.Ok(), report(guest(101), guest(101)));
        assertThatThrownBy(() -> doWrite(entries -> {
                    try {
                        entries.tasks().record(twice, "local", EVENING);
                    } catch (IllegalStateException e) {
                        entries.note("swallowed", "yes");
                    }
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(read((Entries entries) -> entries.note("swallowed"))).isEmpty();
        assertThat(read((Entries entries) -> entries.tasks().count())).isZero();
    }

    @Test
    void refusesATransactionWithinATransactionAndKeepsNeither() {
        assertThatThrownBy(() -> doWrite(entries -> {
                    entries.note("outer", "1");
                    doWrite(inner -> inner.note("inner", "1"));
                }))
                .isInstanceOf(LedgerException.class);
        assertThat(read((Entries entries) -> entries.notes(""))).isEmpty();
    }

    @Test
    void showsAnotherThreadWholeTransactionsOnly() {
        AtomicBoolean going = new AtomicBoolean(true);
        CompletableFuture<Integer> torn = CompletableFuture.supplyAsync(() -> {
            int mismatches = 0;
            while (going.get()) {
                mismatches += read(entries -> entries.note("a").equals(entries.note("b"))) ? 0 : 1;
            }
            return mismatches;
        });
        for (int i = 0; i < 300; i++) {
            String text = String.valueOf(i);
            doWrite(entries -> {
                entries.note("a", text);
                entries.note("b", text);
            });
        }
        going.set(false);
        assertThat(torn.orTimeout(20, TimeUnit.SECONDS).join()).isZero();
    }

    @Test
    void letsTwoThreadsWriteInTurn() {
        CompletableFuture<?>[] writers = new CompletableFuture<?>[2];
        for (int w = 0; w < writers.length; w++) {
            String name = "writer " + w;
            writers[w] = CompletableFuture.runAsync(() -> {
                for (int i = 0; i < 100; i++) {
                    doWrite(entries -> entries.note(
                            name,
                            String.valueOf(
                                    entries.note(name).map(Integer::parseInt).orElse(0) + 1)));
                }
            });
        }
        CompletableFuture.allOf(writers).orTimeout(20, TimeUnit.SECONDS).join();
        assertThat(read((Entries entries) -> entries.notes("writer")))
                .isEqualTo(Map.of("writer 0", "100", "writer 1", "100"));
    }

    @Test
    void keepsTheNewestNoteOfAName() {
        doWrite(entries -> {
            entries.note("a", "1");
            entries.note("a", "2");
        });
        assertThat(read((Entries entries) -> entries.note("a"))).isEqualTo(Optional.of("2"));
    }

    @Test
    void forgetsANoteThatBecomesEmpty() {
        doWrite(entries -> entries.note("a", "1"));
        doWrite(entries -> entries.note("a", ""));
        assertThat(read((Entries entries) -> entries.note("a"))).isEmpty();
    }

    @Test
    void findsNotesByTheBeginningOfTheirNameInOrder() {
        doWrite(entries -> {
            entries.note("blind /b", "2");
            entries.note("blind /a", "1");
            entries.note("blin", "no");
            entries.note("Blind /c", "no");
        });
        assertThat(read((Entries entries) -> entries.notes("blind ")))
                .containsExactly(Map.entry("blind /a", "1"), Map.entry("blind /b", "2"));
    }

    @Test
    void takesBeginningsOfNamesLiterally() {
        doWrite(entries -> {
            entries.note("100%", "1");
            entries.note("100_", "2");
            entries.note("100x", "3");
            entries.note("\uD83D\uDE00 x", "4");
        });
        assertThat(read((Entries entries) -> entries.notes("100%"))).containsOnlyKeys("100%");
        assertThat(read((Entries entries) -> entries.notes("\uD83D\uDE00 "))).containsOnlyKeys("\uD83D\uDE00 x");
    }

    @Test
    void keepsAnyText() {
        String odd = "a\u0000b\nc\r\td'\"\\;--\u0085\u2028\uD83D\uDE00\uFFFD";
        doWrite(entries -> entries.note(odd, odd));
        assertThat(read((Entries entries) -> entries.note(odd))).contains(odd);
    }

    @Test
    void forgetsTasksRunsAndDeliveriesThatEndedLongAgo() {
        doWrite(entries -> {
            remember(entries, 1);
            remember(entries, 2);
        });
        int forgotten = write(entries -> entries.forget(EVENING.plus(Duration.ofDays(30))));
        assertThat(forgotten).isEqualTo(1);
        assertThat(read((Entries entries) -> entries.tasks().task(Samples.upid(1))))
                .isEmpty();
        assertThat(read((Entries entries) -> entries.runs().newest("nightly", 10)))
                .hasSize(1);
        assertThat(read((Entries entries) -> entries.deliveries().newest("nightly", 10)))
                .hasSize(1);
        assertThat(read((Entries entries) -> entries.tasks().jobOf(Samples.upid(1))))
                .isEmpty();
    }

    @Test
    void neverForgetsTheNewestRunOfAHeartbeatWithItsTaskAndDelivery() {
        doWrite(entries -> {
            remember(entries, 1);
            remember(entries, 2);
            entries.forget(EVENING.plus(Duration.ofDays(30)));
        });
        var newest = Samples.upid(2);
        assertThat(read((Entries entries) -> entries.runs().run("nightly", newest.toString())))
                .isPresent();
        assertThat(read((Entries entries) -> entries.deliveries().ofRun("nightly", newest.toString())))
                .isPresent();
        assertThat(read((Entries entries) -> entries.tasks().task(newest))).isPresent();
        assertThat(read((Entries entries) -> entries.tasks().jobOf(newest))).contains("backup-1");
    }

    @Test
    void forgetsTheGuestsOfATaskWithIt() {
        doWrite(entries -> {
            entries.tasks().record(outcome(1, new TaskState.Ok()), "local", EVENING);
            entries.forget(EVENING.plus(Duration.ofDays(30)));
            entries.tasks()
                    .record(
                            outcome(Samples.upid(1), new TaskState.Ok(), report(guest(101), guest(102))),
                            "local",
                            EVENING);
        });
        assertThat(read((Entries entries) ->
                                entries.tasks().task(Samples.upid(1)).orElseThrow())
                        .report()
                        .guests())
                .hasSize(2);
    }

    @Test
    void forgetsNothingThatEndedLater() {
        doWrite(entries -> {
            remember(entries, 1);
            remember(entries, 2);
        });
        assertThat(write((Entries entries) -> entries.forget(EVENING))).isZero();
        assertThat(read((Entries entries) -> entries.runs().newest("nightly", 10)))
                .hasSize(2);
        assertThat(read((Entries entries) -> entries.deliveries().newest("nightly", 10)))
                .hasSize(2);
    }

    @Test
    void neverForgetsWhatIsStillToBeDelivered() {
        doWrite(entries -> {
            entries.deliveries().enqueue(Samples.delivery("nightly", 1));
            entries.forget(EVENING.plus(Duration.ofDays(30)));
        });
        assertThat(read((Entries entries) -> entries.deliveries().newest("nightly", 10)))
                .hasSize(1);
    }

    @Test
    void neverForgetsADeliveryThatCouldStillBeRepeated() {
        doWrite(entries -> {
            entries.deliveries().enqueue(Samples.delivery("nightly", 1));
            entries.deliveries().delivered(1, EVENING);
            entries.forget(EVENING.plus(Duration.ofHours(20)));
        });
        assertThat(write((Entries entries) -> entries.deliveries().enqueue(Samples.delivery("nightly", 1))))
                .isFalse();
    }

    @Test
    void remembersTheJobOfATaskThatIsNotKnownYet() {
        doWrite(entries -> {
            remember(entries, 1);
            remember(entries, 2);
            entries.tasks().assign(Samples.upid(9), "backup-9");
            entries.forget(EVENING.plus(Duration.ofDays(30)));
        });
        assertThat(read((Entries entries) -> entries.tasks().jobOf(Samples.upid(9))))
                .contains("backup-9");
    }

    private static void remember(Entries entries, int number) {
        entries.tasks().record(outcome(number, new TaskState.Ok()), "local", EVENING);
        entries.tasks().assign(Samples.upid(number), "backup-1");
        entries.runs().record(Samples.run("nightly", number, Samples.allClear()));
        entries.deliveries().enqueue(Samples.delivery("nightly", number));
        entries.deliveries()
                .ofRun("nightly", Samples.upid(number).toString())
                .ifPresent(row -> entries.deliveries().delivered(row.id(), EVENING));
    }
}
