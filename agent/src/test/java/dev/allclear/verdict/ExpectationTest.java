package dev.allclear.verdict;

import static dev.allclear.verdict.Nodes.DUE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is written down when a run is due. */
class ExpectationTest {
    private static Nodes cluster() {
        return Nodes.of("pve1", "pve2", "pve3")
                .guest(101, "pve1", "gold")
                .guest(102, "pve1")
                .guest(201, "pve2", "gold");
    }

    private static Job job(String options) {
        return new Job(
                "nightly",
                true,
                Arrays.stream(options.split(" \\+ ", -1))
                        .map(option -> option.split(" ", 2))
                        .collect(Collectors.toMap(pair -> pair[0], pair -> List.of(pair[1]))));
    }

    private static Expectation frozen(String options) {
        return Expectation.freeze(job(options), cluster().cluster(), null, DUE, DUE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "all 1 | 101 102 201 | pve1 pve2 pve3",
                "all 1 + exclude 102;201 | 101 | pve1 pve2 pve3",
                "exclude 101 | 102 201 | pve1 pve2 pve3",
                "vmid 101,201 | 101 201 | pve1 pve2",
                "vmid 102 + exclude 101 | 102 | pve1",
                "vmid 101 201 | 101 201 | pve1 pve2",
                "pool gold | 101 201 | pve1 pve2",
                "pool gold + exclude 101 | 201 | pve2",
                "pool silver | '' | ''",
                "all 1 + node pve1 | 101 102 | pve1",
                "all 1 + node pve3 | '' | pve3",
                "exclude 101 + node pve1 | 102 | pve1",
                "vmid 101,201 + node pve2 | 101 201 | pve2",
                "all 0 | '' | ''"
            })
    void guestsAndNodesFollowFromTheJob(String options, String guests, String nodes) {
        Expectation expected = frozen(options);
        assertThat(expected.guests().keySet().stream().map(String::valueOf).collect(Collectors.joining(" ")) + " on "
                        + String.join(" ", expected.nodes()))
                .isEqualTo(guests + " on " + nodes);
    }

    @Test
    void aGuestThatIsNamedAndDoesNotExistMakesEveryOnlineNodeOfTheJobRun() {
        Expectation expected = Expectation.freeze(
                job("vmid 101,999"), cluster().offline("pve3").cluster(), null, DUE, DUE);
        assertThat(expected.unknown()).containsExactly(999);
        assertThat(expected.nodes()).containsExactly("pve1", "pve2");
    }

    @Test
    void aGuestThatDoesNotExistMakesOnlyThePinnedNodeRun() {
        assertThat(frozen("vmid 999 + node pve3").nodes()).containsExactly("pve3");
    }

    @Test
    void aGuestThatIsNamedAndExcludedIsNotMissed() {
        assertThat(frozen("vmid 101,999 + exclude 999").unknown()).isEmpty();
    }

    @Test
    void wordsThatAreNoGuestsAreNotAskedFor() {
        assertThat(frozen("vmid 101,,x,99,0101").guests()).containsOnlyKeys(101);
    }

    @Test
    void anOfflineNodeThatHoldsGuestsIsExpected() {
        assertThat(Expectation.freeze(job("all 1"), cluster().offline("pve2").cluster(), null, DUE, DUE)
                        .nodes())
                .containsExactly("pve1", "pve2", "pve3");
    }

    @Test
    void aPoolAsProxmoxTellsItAndAnEmptyOneIsEmpty() {
        JobContent content = new JobContent(new TreeMap<>(), new TreeSet<>());
        assertThat(Expectation.freeze(job("pool gold"), cluster().cluster(), content, DUE, DUE)
                        .guests())
                .isEmpty();
    }

    @Test
    void excludedDisksAreWrittenDownWithTheirGuests() {
        JobContent content = new JobContent(new TreeMap<>(Map.of(101, 2)), new TreeSet<>());
        assertThat(Expectation.freeze(job("vmid 101,102"), cluster().cluster(), content, DUE, DUE)
                        .guests())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of(101, new Expectation.Included("pve1", 2), 102, new Expectation.Included("pve1", 0)));
    }

    @Test
    void ofAnUnknownClusterOnlyThePinnedNodeIsKnown() {
        Expectation expected = Expectation.freeze(job("all 1 + node pve2"), Cluster.UNKNOWN, null, DUE, DUE);
        assertThat(expected.pinned()).isEqualTo("pve2");
        assertThat(expected.guestsKnown()).isFalse();
    }

    @Test
    void ofAnUnknownJobNothingIsExpected() {
        Expectation expected = Expectation.freeze(null, cluster().cluster(), null, DUE, DUE);
        assertThat(expected.guestsKnown()).isFalse();
        assertThat(expected.nodes()).isEmpty();
    }

    @Test
    void aRunIsRepeatedOnlyWhereTheJobSaysSo() {
        assertThat(List.of(
                        job("repeat-missed 1").repeatsMissed(),
                        job("repeat-missed 0").repeatsMissed(),
                        job("all 1").repeatsMissed()))
                .containsExactly(true, false, false);
    }

    @Test
    void anOptionThatIsGivenWithoutAValueCountsAsMissing() {
        Job bare = new Job("nightly", true, Map.of("schedule", List.of()));
        assertThat(bare.schedule()).isNull();
    }
}
