package dev.allclear.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allclear.config.NotifyConf.When;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The legacy options of a source. */
class NotifyReaderTest {
    @Test
    void matchersDecideUnlessWrittenOtherwise() {
        assertThat(notification("pve: here\n")).isEqualTo(NotifyConf.DEFAULT);
    }

    @Test
    void whatIsNotWrittenStaysAsProxmoxHasIt() {
        NotifyConf conf = notification("pbs: here\n\tnotification-mode legacy-sendmail\n\tnotify verify=never\n");
        assertThat(conf)
                .isEqualTo(new NotifyConf(
                        NotifyConf.Mode.LEGACY_SENDMAIL,
                        When.ALWAYS,
                        When.NEVER,
                        When.ALWAYS,
                        When.ERROR,
                        "root@pam",
                        List.of(),
                        false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gc", "gc=sometimes", "backup=always", "gc=always,gc=never", "gc=always;sync=never"})
    void refusesWhatProxmoxWouldSilentlyIgnore(String value) {
        assertThat(Confs.problems("pbs: here\n\tnotify " + value + "\n", null))
                .containsExactly("agent.conf:2: notify '" + value + "' does not say for which tasks and when; write"
                        + " gc=…,verify=…,sync=…,prune=… with always, error or never behind each; leave out what is as"
                        + " usual");
    }

    @ParameterizedTest
    @ValueSource(strings = {"notifications.cfg", "/a /b /c", "/a b"})
    void wantsOneOrTwoFiles(String value) {
        assertThat(Confs.problems("pve: here\n\tnotifications " + value + "\n", null))
                .singleElement()
                .asString()
                .startsWith("agent.conf:2: notifications '" + value + "' names no one or two files");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "pve: here;notify gc=never | 2: 'notify' of 'pve: here' has no effect: only a backup server has it",
                "pbs: here;mailto a@x | 2: 'mailto' of 'pbs: here' has no effect: only vzdump has it",
                "pve: here;mailnotification failure | 2: 'mailnotification' of 'pve: here' has no effect: matchers",
                "pve: here;notification-mode legacy-sendmail | 2: nobody will be told of the tasks of 'pve: here'",
            })
    void warnsOfWhatHasNoEffect(String stanza, String warning) {
        assertThat(Confs.warnings(stanza.replace(";", "\n\t") + "\n", null))
                .anyMatch(line -> line.startsWith("agent.conf:" + warning));
    }

    private static NotifyConf notification(String text) {
        return Confs.good(text, null).sources().get(0).notification();
    }
}
