package dev.allclear.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.lists;
import static org.quicktheories.generators.SourceDSL.strings;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class BackupOptionsTest {

    private static Map<String, List<String>> options(String command) {
        return BackupOptions.parse(command).options();
    }

    @Test
    void readsGuestsAndOptions() {
        BackupOptions options = BackupOptions.parse(
                "vzdump 100 101 --compress zstd --quiet 1 --prune-backups 'keep-last=3' --notes-template '{{guestname}}'");

        assertThat(options.vmids()).containsExactly(100, 101);
        assertThat(options.options())
                .isEqualTo(Map.of(
                        "compress", List.of("zstd"),
                        "quiet", List.of("1"),
                        "prune-backups", List.of("keep-last=3"),
                        "notes-template", List.of("{{guestname}}")));
    }

    @Test
    void doesNotCareForTheOrderOfOptions() {
        assertThat(BackupOptions.parse("vzdump 100 --mode stop --storage local"))
                .isEqualTo(BackupOptions.parse("vzdump 100 --storage local --mode stop"));
    }

    @Test
    void keepsAllValuesOfARepeatedOption() {
        assertThat(options("vzdump --exclude-path /tmp/ --all 1 --exclude-path '/var/my files/?*'"))
                .containsEntry("exclude-path", List.of("/tmp/", "/var/my files/?*"));
    }

    @Test
    void understandsShellQuoting() {
        assertThat(options("vzdump --a 'it'\\''s' --b \"x \\\"y\\\" \\z\" --c two\\ words --d '' --e a'b c'd"))
                .isEqualTo(Map.of(
                        "a", List.of("it's"),
                        "b", List.of("x \"y\" \\z"),
                        "c", List.of("two words"),
                        "d", List.of(""),
                        "e", List.of("ab cd")));
    }

    @Test
    void readsAValueBehindAnEqualsSign() {
        assertThat(options("vzdump --node=pve1 --fleecing='enabled=1,storage=local-lvm' --empty="))
                .isEqualTo(Map.of(
                        "node", List.of("pve1"),
                        "fleecing", List.of("enabled=1,storage=local-lvm"),
                        "empty", List.of("")));
    }

    @Test
    void takesAnOptionWithoutValueForSwitchedOn() {
        assertThat(options("vzdump --all --mode stop --quiet"))
                .isEqualTo(Map.of("all", List.of("1"), "mode", List.of("stop"), "quiet", List.of("1")));
    }

    @Test
    void takesAQuotedWordForAValueWhateverItLooksLike() {
        assertThat(options("vzdump --notes-template '--mode' --script \\--x --bwlimit -1"))
                .isEqualTo(Map.of(
                        "notes-template", List.of("--mode"), "script", List.of("--x"), "bwlimit", List.of("-1")));
    }

    @Test
    void namesEachGuestOnce() {
        assertThat(BackupOptions.parse("vzdump 101 100,101;102 101").vmids()).containsExactly(101, 100, 102);
    }

    @Test
    void ignoresWordsThatAreNoGuests() {
        assertThat(BackupOptions.parse("vzdump 0 12x 1234567890 99999999999999999999 -5 -- 999999999")
                        .vmids())
                .containsExactly(999999999);
    }

    @Test
    void readsAQuoteThatIsNeverClosedToTheEnd() {
        assertThat(options("vzdump --a 'x y")).containsEntry("a", List.of("x y"));
        assertThat(options("vzdump --a \"x y\\")).containsEntry("a", List.of("x y\\"));
        assertThat(options("vzdump --a x\\")).containsEntry("a", List.of("x"));
    }

    @Test
    void everyValueSurvivesQuoting() {
        qt().forAll(lists().of(strings().allPossible().ofLengthBetween(0, 12)).ofSizeBetween(1, 4))
                .checkAssert(values -> {
                    StringBuilder command = new StringBuilder("vzdump 100");
                    values.forEach(value -> command.append(" --x '")
                            .append(value.replace("'", "'\\''"))
                            .append('\''));
                    assertThat(options(command.toString())).containsEntry("x", values);
                });
    }

    @Test
    void noTextIsAnError() {
        qt().forAll(strings().basicLatinAlphabet().ofLengthBetween(0, 40))
                .checkAssert(
                        text -> assertThatCode(() -> BackupOptions.parse(text)).doesNotThrowAnyException());
    }
}
