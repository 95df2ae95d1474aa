package dev.allclear.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allclear.ledger.Entries;
import dev.allclear.ledger.Ledger;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OpenRunsTest {
    private final Ledger ledger = Ledger.inMemory();

    @AfterEach
    void close() {
        ledger.close();
    }

    private void write(Consumer<Entries> work) {
        ledger.write(entries -> {
            work.accept(entries);
            return "";
        });
    }

    private Map<String, String> open(String heartbeat) {
        return ledger.read(entries -> OpenRuns.of(heartbeat, entries));
    }

    @Test
    void keepsWhatEachOpenRunWaitsFor() {
        write(entries -> OpenRuns.waits("nightly", "one", List.of("this", "that"), entries));
        write(entries -> OpenRuns.waits("nightly", "two", List.of("other"), entries));
        assertThat(open("nightly")).isEqualTo(Map.of("one", "this; that", "two", "other"));
    }

    @Test
    void aVerdictEndsTheWaitingOfItsRunAlone() {
        write(entries -> OpenRuns.waits("nightly", "one", List.of("this"), entries));
        write(entries -> OpenRuns.waits("nightly", "two", List.of("other"), entries));
        write(entries -> OpenRuns.decided("nightly", "one", entries));
        assertThat(open("nightly")).containsOnlyKeys("two");
    }

    @Test
    void theStepsOfAChainAreNotRunsOfTheChain() {
        write(entries -> OpenRuns.waits("nightly 1", "one", List.of("this"), entries));
        assertThat(open("nightly")).isEmpty();
    }

    @Test
    void everythingIsForgottenAtAStart() {
        write(entries -> OpenRuns.waits("nightly", "one", List.of("this"), entries));
        write(OpenRuns::forget);
        assertThat(open("nightly")).isEmpty();
    }
}
