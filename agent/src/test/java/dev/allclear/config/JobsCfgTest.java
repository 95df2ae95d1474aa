package dev.allclear.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allclear.verdict.Job;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class JobsCfgTest {

    @Test
    void readsAFileOfPve() throws IOException {
        JobsCfg.Parsed parsed = JobsCfg.parse("jobs.cfg", resource());
        assertThat(parsed.problems()).isEmpty();
        assertThat(parsed.jobs())
                .extracting(Job::id)
                .containsExactly("nightly-all", "old-disabled", "node2-only", "web-list", "gold-pool");
        assertThat(parsed.jobs()).extracting(Job::enabled).containsExactly(true, false, true, true, true);
        assertThat(parsed.jobs().get(3).options())
                .isEqualTo(Map.of(
                        "schedule", List.of("mon..fri 22:30"),
                        "mode", List.of("stop"),
                        "storage", List.of("local"),
                        "vmid", List.of("101,201,301,999")));
    }

    @Test
    void keepsOptionsInFileOrder() throws IOException {
        assertThat(JobsCfg.parse("jobs.cfg", resource()).jobs().get(0).options().keySet())
                .containsExactly(
                        "comment", "schedule", "all", "compress", "exclude", "mode", "notes-template", "storage");
    }

    @Test
    void takesAJobWithoutEnabledAsEnabled() {
        assertThat(job("vzdump: a\n\tschedule 01:00\n").enabled()).isTrue();
    }

    @Test
    void keepsUnknownKeysAndRepeatedValues() {
        assertThat(job("vzdump: a\n new-key 1 2 \n new-key 3\n").options())
                .isEqualTo(Map.of("new-key", List.of("1 2", "3")));
    }

    @Test
    void readsIdsOfConvertedCronJobs() {
        String id = "0123456789abcdef0123456789abcdef01234567:1";
        assertThat(job("vzdump: " + id + "\n\tenabled 0\n")).isEqualTo(new Job(id, false, Map.of()));
    }

    @Test
    void decodesComments() {
        assertThat(job("vzdump: a\n\tcomment N%C3%A4chtlich%3A 100%25 %zz %4\n").options())
                .isEqualTo(Map.of("comment", List.of("Nächtlich: 100% %zz %4")));
    }

    @Test
    void leavesOtherValuesEncoded() {
        assertThat(job("vzdump: a\n\tnotes-template 5%25\n").options())
                .isEqualTo(Map.of("notes-template", List.of("5%25")));
    }

    @Test
    void ignoresOtherTypesOfJobs() {
        JobsCfg.Parsed parsed = JobsCfg.parse("jobs.cfg", "realm-sync: x\n\tenabled 1\n\n# comment\nvzdump: a\r\n");
        assertThat(parsed.jobs()).extracting(Job::id).containsExactly("a");
        assertThat(parsed.problems()).isEmpty();
    }

    @Test
    void keepsTheOtherJobsWhenOneIsBroken() {
        JobsCfg.Parsed parsed = JobsCfg.parse("jobs.cfg", """
                \tstray 1
                \tstray 2

                vzdump two words
                \tschedule 01:00

                vzdump: a
                \tenabled maybe
                \tkey
                notindented
                \tmode stop
                vzdump: b
                \tmode stop

                vzdump: b
                \tmode snapshot
                """);
        assertThat(parsed.jobs())
                .containsExactly(
                        new Job("a", true, Map.of("mode", List.of("stop"))),
                        new Job("b", true, Map.of("mode", List.of("snapshot"))));
        assertThat(parsed.problems().stream()
                        .map(problem -> problem.line() + " " + problem.kind().word()))
                .containsExactly(
                        "1 expected-header",
                        "4 expected-header",
                        "8 invalid-value",
                        "9 expected-property",
                        "10 expected-property",
                        "12 expected-property",
                        "15 duplicate-section");
    }

    private static Job job(String text) {
        return JobsCfg.parse("jobs.cfg", text).jobs().get(0);
    }

    private static String resource() throws IOException {
        try (InputStream in = Objects.requireNonNull(JobsCfgTest.class.getResourceAsStream("/jobs/jobs.cfg"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
