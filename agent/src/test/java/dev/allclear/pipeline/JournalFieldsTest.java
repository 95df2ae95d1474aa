package dev.allclear.pipeline;

import static dev.allclear.pipeline.Tasks.EVENING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.allclear.event.Event;
import dev.allclear.event.Severity;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.event.Level;

class JournalFieldsTest {

    private static Map<String, String> of(Severity severity, Map<String, String> fields) {
        return JournalFields.of(
                new Event("the identity", severity, EVENING, new TreeMap<>(fields), "the title", List.of()));
    }

    @Test
    void namesAllFieldsAsJournaldAllowsThem() {
        assertThat(of(Severity.NOTICE, Map.of("type", "vzdump", "job-id", "backup-1", "hostname", "pve1")))
                .isEqualTo(Map.of(
                        "ALLCLEAR_TYPE",
                        "vzdump",
                        "ALLCLEAR_JOB_ID",
                        "backup-1",
                        "ALLCLEAR_HOSTNAME",
                        "pve1",
                        "ALLCLEAR_SEVERITY",
                        "notice",
                        "ALLCLEAR_EVENT",
                        "the identity",
                        "MESSAGE_ID",
                        JournalFields.messageId("vzdump"),
                        "PRIORITY",
                        "5"));
    }

    @Test
    void namesAFieldOfOtherLettersToo() {
        assertThat(of(Severity.INFO, Map.of("länge.in mb", "1"))).containsEntry("ALLCLEAR_L_NGE_IN_MB", "1");
    }

    @Test
    void namesNoFieldLongerThanJournaldTakes() {
        assertThat(of(Severity.INFO, Map.of("x".repeat(100), "1"))).containsEntry("ALLCLEAR_" + "X".repeat(55), "1");
    }

    /** Administrators search for these: a new one is a breach. */
    @ParameterizedTest
    @CsvSource({
        "vzdump, 085604bd215831ddbd51a9c375ce4ea2",
        "heartbeat, 5680c8d6f2b2323a833b1dfcb5ce011c",
        "gc, b9e51fe0884c372a925bf5ea9d25c85c"
    })
    void keepsTheMessageIdOfAType(String type, String id) {
        assertThat(JournalFields.messageId(type)).isEqualTo(id);
    }

    @ParameterizedTest
    @CsvSource({"ERROR, ERROR, 3", "WARNING, WARN, 4", "NOTICE, INFO, 5", "INFO, INFO, 6", "UNKNOWN, INFO, 5"})
    void saysHowBadItIs(Severity severity, Level level, String priority) {
        assertThat(JournalFields.level(severity)).isEqualTo(level);
        assertThat(of(severity, Map.of())).containsEntry("PRIORITY", priority);
    }
}
