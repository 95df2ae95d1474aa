package dev.allclear.cli.setup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allclear.cli.setup.HookScript.Says;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is read from hook scripts as people write them. */
class HookScriptTest {
    private static final String URL = "http://10.0.0.5:3001/api/push/AbCdEf1234";
    private static final String USUAL = """
            #!/bin/bash
            KUMA_PUSH_URL="http://10.0.0.5:3001/api/push/AbCdEf1234?status=up&msg=OK&ping="
            # tell the dead man's switch
            if [ "$1" = "job-end" ] && [ "$2" = "OK" ]; then
                curl -fsS -X POST "${KUMA_PUSH_URL}?status=up&msg=Backup_OK"
            fi
            """;

    private static HookScript bash(String body) {
        return HookScript.of("hook.sh", "#!/bin/bash\n" + body);
    }

    private static List<String> faults(HookScript script) {
        return script.faults().stream().map(HookFault::toString).toList();
    }

    private static List<String> faultsOf(String command) {
        return faults(bash("if [ \"$1\" = job-end ]; then\n" + command + "\nfi\nexit 0\n"));
    }

    private static boolean says(List<String> faults, String start, String part) {
        return faults.stream().anyMatch(fault -> fault.startsWith(start) && fault.contains(part));
    }

    @Test
    void takesTheUrlOutOfAVariableWithoutTheParametersThatAllclearSetsItself() {
        assertThat(HookScript.of("hook", USUAL).place()).contains(new PushPlace("kuma", URL));
    }

    @Test
    void namesTheLineOfTheTestThatIsNeverTrue() {
        assertThat(says(faults(HookScript.of("hook", USUAL)), "line 4: ", "called without any status"))
                .isTrue();
    }

    @Test
    void aHookThatWaitsForAStatusNeverPushes() {
        assertThat(HookScript.of("hook", USUAL).says()).isEqualTo(Says.NEVER);
    }

    @Test
    void namesTheParametersThatAreThereTwice() {
        assertThat(says(faults(HookScript.of("hook", USUAL)), "line 5: ", "[object Object]"))
                .isTrue();
    }

    @Test
    void namesThePost() {
        assertThat(says(faults(HookScript.of("hook", USUAL)), "line 5: ", "Kuma 1.x answers 404"))
                .isTrue();
    }

    @Test
    void namesThatAFailedPushBreaksTheBackup() {
        assertThat(says(faults(HookScript.of("hook", USUAL)), "line 5: ", "TASK ERROR"))
                .isTrue();
    }

    @Test
    void noFaultShowsTheToken() {
        assertThat(faults(HookScript.of("hook", USUAL)).toString()).doesNotContain("AbCdEf1234");
    }

    @Test
    void aStatusKeptInAVariableIsNoneEither() {
        HookScript script = bash(
                "PHASE=$1\nSTATUS=\"$2\"\nif [[ $PHASE == job-end && $STATUS == OK ]]; then\ncurl " + URL + "\nfi\n");
        assertThat(says(faults(script), "line 4: ", "called without any status"))
                .isTrue();
    }

    @Test
    void theBackupModeOfAGuestMayBeTested() {
        HookScript script =
                bash("if [ \"$2\" = snapshot ]; then echo; fi\n[ $1 = job-end ] && curl " + URL + " || true\n");
        assertThat(script.says()).isEqualTo(Says.AT_JOB_END);
    }

    @Test
    void aPushAtTheJobsEndComesAlsoWhenGuestsFailed() {
        assertThat(says(faultsOf("curl -fsSL -m 10 " + URL + " || true"), "line 2: ", "also when guests failed"))
                .isTrue();
    }

    @Test
    void whoCountsTheAbortsMayPushAtTheJobsEnd() {
        List<String> faults =
                faults(bash("case $1 in\nbackup-abort) touch /run/bad ;;\njob-end) [ -e /run/bad ] || curl -fsSLm5 "
                        + URL + " ;;\nesac\nexit 0\n"));
        assertThat(faults).noneMatch(fault -> fault.contains("also when guests failed"));
    }

    @Test
    void aCarefulCallIsNotBlamed() {
        assertThat(faultsOf("curl -fsSL --max-time 10 '" + URL + "?status=up&msg=OK' || true"))
                .noneMatch(fault -> fault.startsWith("line 3:"));
    }

    @Test
    void anUnquotedAmpersandEndsTheCommand() {
        assertThat(says(faultsOf("curl " + URL + "?status=up&msg=OK"), "line 3: ", "not in quotes"))
                .isTrue();
    }

    @Test
    void missingOptionsOfCurlAreNamedOneByOne() {
        List<String> faults = faultsOf("curl -s \"" + URL + "\"");
        assertThat(says(faults, "line 3: ", "without --fail")).isTrue();
        assertThat(says(faults, "line 3: ", "redirect")).isTrue();
        assertThat(says(faults, "line 3: ", "without --max-time")).isTrue();
    }

    @Test
    void aPushPerGuestIsNamed() {
        HookScript script = bash("if [ \"$1\" == \"backup-end\" ]; then\n  curl -fsSLm5 " + URL + "\nfi\nexit 0\n");
        assertThat(says(faults(script), "line 2: ", "for each guest")).isTrue();
        assertThat(script.says()).isEqualTo(Says.AFTER_EACH_GUEST);
    }

    @Test
    void aFunctionPushesAtThePhaseOfItsCaller() {
        HookScript script = bash("ping_kuma() {\n  curl -fsSLm5 " + URL
                + "\n}\ncase \"$1\" in\n  job-end)\n    ping_kuma\n" + "    ;;\nesac\nexit 0\n");
        assertThat(says(faults(script), "line 6: ", "also when guests failed")).isTrue();
    }

    @Test
    void aVariableThatOnlyTheEnvironmentCouldHoldIsEmpty() {
        HookScript script = bash("[ \"$1\" = job-end ] && curl -fsSLm5 \"$KUMA_PUSH_URL\"\nexit 0\n");
        assertThat(says(faults(script), "line 2: ", "nothing in the script sets KUMA_PUSH_URL"))
                .isTrue();
        assertThat(script.place()).isEmpty();
    }

    @Test
    void readsAPerlHook() {
        HookScript script = HookScript.of("vzdump-hook-script.pl", """
                #!/usr/bin/perl -w
                use strict;
                my $phase = shift;
                my $base = "https://kuma.example.com/api/push";
                my $token = 'GhIjKl5678';
                if ($phase eq 'job-end') {
                    system("curl -s '$base/$token?status=up'");
                }
                exit (0);
                """);
        assertThat(script.place()).contains(new PushPlace("kuma", "https://kuma.example.com/api/push/GhIjKl5678"));
        assertThat(says(faults(script), "line 6: ", "also when guests failed")).isTrue();
    }

    @Test
    void readsAPythonHook() {
        HookScript script = HookScript.of("hook.py", """
                #!/usr/bin/env python3
                import sys, requests
                BASE = "https://kuma.example.com"
                TOKEN = "GhIjKl5678"
                phase = sys.argv[1]
                if phase == "job-end" and sys.argv[2] == "OK":
                    requests.get(
                        f"{BASE}/api/push/{TOKEN}",
                        params={"status": "up"})
                """);
        assertThat(script.place()).contains(new PushPlace("kuma", "https://kuma.example.com/api/push/GhIjKl5678"));
        assertThat(says(faults(script), "line 6: ", "called without any status"))
                .isTrue();
        assertThat(says(faults(script), "line 7: ", "waits for ever")).isTrue();
    }

    @Test
    void knowsOtherMonitors() {
        HookScript script =
                bash("[ $1 = job-end ] && curl https://hc-ping.com/3c8f3a52-0d1e-4a3b-9a6a-0f3c1b2a4d5e/$?\nexit 0");
        assertThat(script.place().map(PushPlace::kind)).contains("healthchecks");
    }

    @Test
    void aScriptThatLooksAtNoPhaseIsNoHook() {
        assertThat(bash("curl " + URL + "\n").isHook()).isFalse();
    }

    @Test
    void hostileTextIsReadInTime() {
        assertThat(bash("A=$A\nB=\"${B}${B}${B}\"\n" + "$B".repeat(1500) + "\n" + "(".repeat(3000))
                        .isHook())
                .isFalse();
    }
}
