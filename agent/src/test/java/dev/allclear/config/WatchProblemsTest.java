package dev.allclear.config;

import static dev.allclear.config.Confs.SOURCES;
import static dev.allclear.config.Confs.TOKENS;
import static dev.allclear.task.Upid.Product.PBS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WatchProblemsTest {
    private static final String HEADER = "heartbeat: one\n\turl http://k/api/push/x\n\t";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "task gc | cannot be watched | write 'task vzdump'",
                "task gc: | cannot be watched | write 'task vzdump'",
                "task gc:a/b | cannot be watched | write 'task vzdump'",
                "task garbage_collection:store1 | cannot be watched | write 'task vzdump'",
                "task SYNC:s1 | cannot be watched | write 'task vzdump'",
                "require cluster | is not of the form SOURCE/JOB | write for example cluster/backup",
                "require cluster/ | is not of the form SOURCE/JOB | write for example cluster/backup",
                "require /job | is not of the form SOURCE/JOB | write for example cluster/backup",
                "require vault/sync: | is not of the form SOURCE/JOB | write for example cluster/backup",
                "require cluster/two words | is not of the form SOURCE/JOB | write for example cluster/backup",
                "self perhaps | is neither on nor off | write 1, on, yes, true",
                "interval 19s | is too short | write 20s to 1d",
                "interval 25h | is too long | write 20s to 1d",
                "manual maybe | is not possible here | write count or ignore",
                "grace 25h | is too long | write 0s to 1d",
                "on-failure loud | is not possible here | write silent or down",
                "remind 59s | is too short | write 1min to 7d",
                "remind 8d | is too long | write 1min to 7d",
                "source a | is not a possible name | write 2 to 32 letters",
            })
    void saysWhatIsWrongWithAValue(String line, String why, String instead) {
        assertThat(problems(line).get(0))
                .startsWith("agent.conf:11: " + line.substring(0, line.indexOf(' ')) + " ")
                .contains(why)
                .contains("; " + instead);
    }

    @ParameterizedTest
    @ValueSource(strings = {"source", "require", "task", "self", "interval", "manual", "grace", "on-failure", "remind"})
    void showsNoPushUrlThatStandsUnderAnotherKey(String key) {
        assertThat(problems(key + " https://kuma.example.com/api/push/AbCdEf1234"))
                .isNotEmpty()
                .noneMatch(problem -> problem.contains("AbCdEf1234"));
    }

    @Test
    void watchesOneThingOnly() {
        assertThat(problems("job b\n\tself yes"))
                .containsExactly(
                        "agent.conf:12: 'heartbeat: one' has 'job', 'self', each of which says what it watches;"
                                + " keep one of them, and make a heartbeat for each other");
        assertThat(problems("require cluster/b\n\trequire vault/gc:ss\n\ttask vzdump"))
                .singleElement()
                .asString()
                .contains("has 'task', 'require', each of which");
    }

    @Test
    void selfNoWatchesNothing() {
        assertThat(problems("self no")).singleElement().asString().contains("says neither which job nor which kind");
    }

    @Test
    void namesTheSourceThatIsNotThere() {
        assertThat(problems("job b\n\tsource clutser"))
                .containsExactly("agent.conf:12: 'heartbeat: one' names the source 'clutser', and there is none of that"
                        + " name; did you mean 'cluster'?");
        assertThat(problems("require elsewhere/b\n\trequire vault/sync:s1"))
                .containsExactly(
                        "agent.conf:11: 'heartbeat: one' names the source 'elsewhere', and there is none of that"
                                + " name; there is cluster, vault; for another one write a stanza 'pve: NAME' with its url");
    }

    @Test
    void theSourceIsOfTheRightProduct() {
        assertThat(problems("job b\n\tsource vault"))
                .containsExactly("agent.conf:12: 'heartbeat: one' watches a backup job of PVE (vzdump), and the source"
                        + " 'vault' is a backup server (pbs); name cluster");
        assertThat(problems("task gc:store1\n\tsource cluster"))
                .containsExactly("agent.conf:12: 'heartbeat: one' watches a job of a backup server, and the source"
                        + " 'cluster' is no backup server (pve); name vault");
        assertThat(problems("require cluster/sync:s1\n\trequire vault/vzdump")).hasSize(2);
    }

    @Test
    void someSourceIsOfTheRightProduct() {
        assertThat(Confs.problems(HEADER + "task sync:s1\n", null))
                .containsExactly(
                        "agent.conf:3: 'heartbeat: one' watches a job of a backup server, and no source shows such"
                                + " tasks; write a stanza 'pbs: NAME', with url and token-id, or without any key if it is this"
                                + " host itself");
        assertThat(Confs.problems(HEADER + "job b\n", null, PBS))
                .singleElement()
                .asString()
                .startsWith("agent.conf:3: 'heartbeat: one' watches a backup job of PVE (vzdump), and no source shows");
        assertThat(Confs.problems("pve: here\n\n" + HEADER + "task gc:s1\n\tsource here\n", null))
                .singleElement()
                .asString()
                .endsWith("; write a stanza 'pbs: NAME' and name it");
    }

    @Test
    void aSourceWithAFaultIsNotMissingToo() {
        assertThat(Confs.problems("pbs: vault\n\tpol 5s\n\n" + HEADER + "task sync:s1\n\tsource vault\n", null))
                .hasSize(1);
        assertThat(Confs.problems("pbss: vault\n\tpoll 5s\n\n" + HEADER + "task sync:s1\n", null))
                .hasSize(1);
    }

    @Test
    void aFaultElsewhereDoesNotHideAMissingSource() {
        assertThat(Confs.problems("ledger: vault\n\tpat /l\n\n" + HEADER + "job b\n\tsource vault\n", null))
                .hasSize(2);
    }

    @Test
    void aJobOfABackupServerIsATask() {
        assertThat(problems("job sync:s-offsite"))
                .containsExactly(
                        "agent.conf:11: job 'sync:s-offsite' is a job of a backup server, and 'job' is for those"
                                + " of PVE; write 'task' instead of 'job'");
    }

    @Test
    void aChainHasTwoLinksOrMore() {
        assertThat(problems("require cluster/b"))
                .containsExactly("agent.conf:11: 'heartbeat: one' has a single 'require', which makes no chain; add the"
                        + " requirement that has to follow, or write 'source' and then 'job' or 'task' instead");
    }

    @Test
    void aChainRequiresEachOnce() {
        assertThat(problems("require cluster/b\n\trequire vault/sync:s1\n\trequire cluster/b"))
                .containsExactly(
                        "agent.conf:13: 'heartbeat: one' requires 'cluster/b' twice; keep one of the two lines");
    }

    @Test
    void aChainNamesItsSourcesItself() {
        assertThat(problems("require cluster/b\n\trequire vault/sync:s1\n\tsource cluster"))
                .containsExactly(
                        "agent.conf:13: 'heartbeat: one' has 'source' besides 'require', whose lines name their"
                                + " sources themselves; remove the line 'source'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"task gc:store1", "self yes", "require cluster/b\n\trequire vault/sync:s1"})
    void guestsBelongToBackups(String watch) {
        assertThat(problems("guests 101\n\t" + watch))
                .containsExactly(
                        "agent.conf:11: 'heartbeat: one' has 'guests', and what it watches is no single backup of"
                                + " guests; remove the line; 'guests' belongs to 'job' and to 'task vzdump'");
    }

    @Test
    void warnsOfARemindThatNeverComes() {
        assertThat(warnings("job b\n\tremind 1h"))
                .containsExactly(
                        "agent.conf:12: 'remind' of 'heartbeat: one' has no effect: without 'on-failure down' a"
                                + " failure is not pushed; remove the line, or add 'on-failure down'");
    }

    @Test
    void warnsOfAnIntervalOfARun() {
        assertThat(warnings("job b\n\tinterval 60s"))
                .containsExactly(
                        "agent.conf:12: 'interval' of 'heartbeat: one' has no effect: a push is made when a run"
                                + " succeeds; remove the line; 'interval' belongs to 'self yes'");
    }

    @Test
    void warnsOfWhatDoesNotConcernTheAgentItself() {
        assertThat(warnings("self yes\n\tmax-age 1h\n\tmanual count"))
                .containsExactly(
                        "agent.conf:13: 'manual', 'max-age' of 'heartbeat: one' have no effect: the agent watches"
                                + " itself there; remove them");
    }

    @Test
    void warnsOfADisabledSource() {
        String disabled = SOURCES.replace("pve!agent\n", "pve!agent\n\tdisable 1\n");
        assertThat(Confs.warnings(disabled + HEADER + "job b\n\tsource cluster\n", TOKENS))
                .containsExactly(
                        "agent.conf:13: 'heartbeat: one' will never be pushed: its source 'cluster' is disabled;"
                                + " remove 'disable' there, or disable the heartbeat as well");
        assertThat(Confs.warnings(disabled + HEADER + "job b\n", TOKENS))
                .singleElement()
                .asString()
                .contains("every source of such tasks is disabled");
        assertThat(Confs.warnings(disabled + HEADER + "job b\n\tdisable 1\n", TOKENS))
                .noneMatch(warning -> warning.contains("source"));
    }

    private static List<String> problems(String lines) {
        return Confs.problems(SOURCES + HEADER + lines + "\n", TOKENS);
    }

    private static List<String> warnings(String lines) {
        return Confs.warnings(SOURCES + HEADER + lines + "\n", TOKENS);
    }
}
