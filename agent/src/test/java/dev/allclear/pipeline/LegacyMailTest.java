package dev.allclear.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allclear.config.NotifyConf;
import dev.allclear.config.NotifyConf.Mode;
import dev.allclear.config.NotifyConf.When;
import dev.allclear.event.Event;
import dev.allclear.event.Severity;
import dev.allclear.pipeline.LegacyMail.JobOptions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The table of Proxmox's legacy options. */
class LegacyMailTest {
    private static final JobOptions TO_A = new JobOptions(null, List.of("a@example.com"), false);

    private static Event event(String type, Severity severity) {
        return new Event(
                "e",
                severity,
                Instant.EPOCH,
                new TreeMap<>(Map.of("type", type, "datastore", "vault")),
                "t",
                List.of());
    }

    private static LegacyMail mail(Mode mode, When when, List<String> mailto, boolean onlyFailures) {
        NotifyConf conf = new NotifyConf(mode, when, when, when, when, "root@pam", mailto, onlyFailures);
        return new LegacyMail(conf, Map.of());
    }

    private static String mailed(Optional<LegacyMail.Decision> decision, String field) {
        Event event = decision.orElseThrow().event();
        return event == null ? "nobody" : event.fields().getOrDefault(field, "");
    }

    @Test
    void withoutLegacyOptionsMatchersDecide() {
        assertThat(LegacyMail.NONE.decide(event("vzdump", Severity.ERROR), TO_A))
                .isEmpty();
        assertThat(LegacyMail.NONE.decide(event("gc", Severity.ERROR), JobOptions.NONE))
                .isEmpty();
    }

    @Test
    void autoMailsForAJobWithMailto() {
        LegacyMail auto = mail(Mode.AUTO, When.ALWAYS, List.of(), false);
        assertThat(mailed(auto.decide(event("vzdump", Severity.INFO), TO_A), "mailto"))
                .isEqualTo("a@example.com");
        assertThat(auto.decide(event("vzdump", Severity.INFO), JobOptions.NONE)).isEmpty();
        assertThat(auto.decide(
                        event("vzdump", Severity.INFO),
                        new JobOptions("notification-system", List.of("a@example.com"), false)))
                .isEmpty();
    }

    @Test
    void aLegacyJobWithoutMailtoTellsNobody() {
        LegacyMail auto = mail(Mode.AUTO, When.ALWAYS, List.of(), false);
        assertThat(mailed(
                        auto.decide(
                                event("vzdump", Severity.ERROR), new JobOptions("legacy-sendmail", List.of(), false)),
                        "mailto"))
                .isEqualTo("nobody");
    }

    @Test
    void mailnotificationFailureMailsNoSuccess() {
        LegacyMail legacy = mail(Mode.LEGACY_SENDMAIL, When.ALWAYS, List.of("b@example.com"), true);
        assertThat(mailed(legacy.decide(event("vzdump", Severity.WARNING), TO_A), "mailto"))
                .isEqualTo("nobody");
        assertThat(mailed(legacy.decide(event("vzdump", Severity.ERROR), TO_A), "mailto"))
                .isEqualTo("b@example.com");
    }

    @Test
    void aFailedVerificationIsMailedAlsoWithError() {
        LegacyMail legacy = mail(Mode.LEGACY_SENDMAIL, When.ERROR, List.of(), false);
        assertThat(mailed(legacy.decide(event("verification", Severity.ERROR), JobOptions.NONE), "notify-user"))
                .isEqualTo("root@pam");
        assertThat(mailed(legacy.decide(event("verification", Severity.INFO), JobOptions.NONE), "notify-user"))
                .isEqualTo("nobody");
    }

    @Test
    void neverIsNever() {
        LegacyMail legacy = mail(Mode.LEGACY_SENDMAIL, When.NEVER, List.of(), false);
        assertThat(mailed(legacy.decide(event("prune", Severity.ERROR), JobOptions.NONE), "notify-user"))
                .isEqualTo("nobody");
        assertThat(mailed(legacy.decide(event("tape-backup", Severity.INFO), JobOptions.NONE), "notify-user"))
                .isEqualTo("root@pam");
    }

    @Test
    void autoFollowsTheDatastore() {
        NotifyConf auto = new NotifyConf(
                Mode.AUTO, When.ALWAYS, When.ALWAYS, When.ALWAYS, When.ERROR, "root@pam", List.of(), false);
        NotifyConf own = new NotifyConf(
                Mode.LEGACY_SENDMAIL, When.ALWAYS, When.ALWAYS, When.ALWAYS, When.ERROR, "b@pbs", List.of(), false);
        LegacyMail mail = new LegacyMail(auto, Map.of("vault", own));
        assertThat(mailed(mail.decide(event("gc", Severity.INFO), JobOptions.NONE), "notify-user"))
                .isEqualTo("b@pbs");
        assertThat(new LegacyMail(auto, Map.of()).decide(event("gc", Severity.INFO), JobOptions.NONE))
                .isEmpty();
    }

    @Test
    void otherEventsGoToTheMatchers() {
        LegacyMail legacy = mail(Mode.LEGACY_SENDMAIL, When.ALWAYS, List.of("b@example.com"), false);
        assertThat(legacy.decide(event("package-updates", Severity.INFO), JobOptions.NONE))
                .isEmpty();
    }

    @Test
    void readsAJobsOptions() {
        assertThat(JobOptions.of(Map.of(
                        "mailto", List.of("a@x.org, b@x.org;root"),
                        "mailnotification", List.of("failure"),
                        "notification-mode", List.of("auto"))))
                .isEqualTo(new JobOptions("auto", List.of("a@x.org", "b@x.org", "root"), true));
    }
}
