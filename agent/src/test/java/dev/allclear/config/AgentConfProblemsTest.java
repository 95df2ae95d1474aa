package dev.allclear.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allclear.config.AgentConf.Reading;
import dev.allclear.deliver.kuma.PushUrl;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AgentConfProblemsTest {
    private static final String HEADER = "heartbeat: nightly\n\tjob backup-1\n";

    @Test
    void reportsEveryFaultAtOnce() {
        assertThat(problems("""
                        # a comment
                        heartbeat: nightly
                        \tjob backup-1
                          # another
                        \tgests 101
                        \tmax-age soon
                        \ttimeout 1h
                        \tguests 101-103

                        hartbeat: other
                        \tjob b

                        heartbeat: n
                        \tcomment it has no job either

                        heartbeat: nightly
                        \tjob backup-2
                        \ttask vzdump

                        pve: here
                        \turl https://10.0.0.11:8006

                        ledger: one

                        ledger: two
                        \tpath var/lib
                        """))
                .containsExactly(
                        "agent.conf:5: unknown key 'gests' in heartbeat 'nightly'; did you mean 'guests'?",
                        "agent.conf:6: max-age 'soon' is not a length of time; write for example 30s, 5min, 1h30m,"
                                + " 20h or 2d",
                        "agent.conf:7: timeout '1h' is too long; write 1s to 5min",
                        "agent.conf:8: guests '101-103' is not a list of guests: '101-103' is no guest's number; write"
                                + " each number (100 to 999999999), for example 101,102; leave the line out for all"
                                + " guests of the job",
                        "agent.conf:10: unknown type of stanza 'hartbeat'; did you mean 'heartbeat'?",
                        "agent.conf:13: the name 'n' behind 'heartbeat:' is not a possible name; write 2 to 32 letters,"
                                + " digits, '_', '-' or '.', and begin with a letter, a digit or '_'",
                        "agent.conf:16: there is already a 'heartbeat: nightly' above; give one of them another name,"
                                + " or put their keys together",
                        "agent.conf:21: 'pve: here' has 'url' and no 'token-id' and no 'token': the API answers nobody"
                                + " without; add an indented line 'token-id allclear@pve!agent' and a line 'token"
                                + " SECRET' under the same header in agent-priv.conf (to make one, type: pveum user"
                                + " token add allclear@pve agent --privsep 0)",
                        "agent.conf:26: path 'var/lib' is not an absolute path; begin it with '/', for example"
                                + " /var/lib/allclear");
    }

    @ParameterizedTest
    @ValueSource(strings = {"max-age", "timeout", "guests", "job", "task", "warnings", "disable", "urll", ""})
    void showsNoPushUrlThatStandsUnderAnotherKey(String key) {
        assertThat(problems("heartbeat: nightly\n\t" + key + " https://kuma.example.com/api/push/AbCdEf1234\n"))
                .isNotEmpty()
                .noneMatch(problem -> problem.contains("AbCdEf1234"));
    }

    @Test
    void wantsEitherJobOrTask() {
        assertThat(problems("heartbeat: none\n\n\nheartbeat: both\n\tjob x\n\ttask vzdump\n"))
                .containsExactly(
                        "agent.conf:1: 'heartbeat: none' says neither which job nor which kind of task it watches; add"
                                + " an indented line 'job ID' with the id behind 'vzdump:' in /etc/pve/jobs.cfg, or"
                                + " 'task vzdump'",
                        "agent.conf:6: 'heartbeat: both' says both which job and which kind of task it watches; keep"
                                + " either 'job' or 'task'");
    }

    @Test
    void allowsOneStanzaForThisHostAndOneLedger() {
        assertThat(problems("pve: a1\n\npve: a2\n\nledger: l1\n\nledger: l2\n"))
                .containsExactly(
                        "agent.conf:3: a second stanza 'pve' without 'url', after 'pve: a1' in line 1; only one is"
                                + " possible, as it is this host; put the keys of both under one header, or add the"
                                + " 'url' of another host",
                        "agent.conf:7: a second stanza 'ledger', after 'ledger: l1' in line 5; only one is possible;"
                                + " put the keys of both under one header");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "task backup | write 'task vzdump'",
                "warnings maybe | write ok or fail",
                "empty Fail | did you mean 'fail'?",
                "kind uptime-kuma | write kuma or healthchecks",
                "kind gotus | did you mean 'gatus'?",
                "expect-body (ok | write it in RE2's syntax",
                "method pots | did you mean 'post'?",
                "on-failure up | write silent or down",
                "max-age -5 | write for example 30s",
                "timeout 0s | write 1s to 5min",
                "guests 99 | write each number",
                "guests 1000000000 | write each number",
                "guests , | write each number",
                "disable maybe | write 1, on, yes, true",
                "msg {{gests}} | did you mean '{{guests}}'?",
                "msg {{node | possible are {{job}}",
                "msg {{}} | possible are {{job}}",
                "job two words | write only the id",
            })
    void saysWhatToWriteInstead(String line, String suggestion) {
        assertThat(problems("heartbeat: nightly\n\t" + line + "\n").get(0))
                .startsWith("agent.conf:2: ")
                .contains("; " + suggestion);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://10.0.0.5:3001/api/push/AbCdEf1234",
                "https://kuma.example.com/api/push/AbCdEf1234?status=up&msg=OK&ping=",
                "HTTP://kuma_1/kuma/API/Push/AbCdEf1234",
                "http://[fe80::1]:3001/api/push/AbCdEf1234#x",
            })
    void takesPushUrlsAsCopied(String url) {
        assertThat(problems(HEADER + "\turl " + url + "\n")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://h/api/push/SECRETSECRET",
                "10.0.0.5:3001/api/push/SECRETSECRET",
                "http:///api/push/SECRETSECRET",
                "http://h:99999/api/push/SECRETSECRET",
                "http://h:port/api/push/SECRETSECRET",
                "http://h/api/push/?SECRETSECRET",
                "http://h/SECRETSECRET",
                "http://h?x=/api/push/SECRETSECRET",
                "http://h/api/push/SECRETSECRET?msg=all good",
            })
    void refusesOtherUrlsWithoutShowingThem(String url) {
        assertThat(problems(HEADER + "\turl " + url + "\n"))
                .singleElement()
                .asString()
                .startsWith("agent.conf:3: url: ")
                .doesNotContain("SECRETSECRET");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "url http://h/api/push/SECRETSECRET",
                "http://h/api/push/SECRETSECRET",
                "\thttp://h/api/push/SECRETSECRET x",
                "\thttp://h/api/push/SECRETSECRET",
                "\turl: http://h/api/push/SECRETSECRET",
                "heartbeat: http://h/api/push/SECRETSECRET",
                "\n\turl http://h/api/push/SECRETSECRET",
                "\nurl http://h/api/push/SECRETSECRET",
            })
    void neverShowsAMisplacedPushUrl(String line) {
        assertThat(problems(HEADER + line + "\n"))
                .isNotEmpty()
                .allSatisfy(problem -> assertThat(problem).doesNotContain("SECRETSECRET"));
    }

    @Test
    void onlySecretsBelongToThePrivateFile() {
        Reading reading = new AgentConfReader(
                        new AgentConfReader.Text("agent.conf", HEADER, false),
                        new AgentConfReader.Text("agent-priv.conf", "heartbeat: nightly\n\tjob x\n", false),
                        PushUrl::fault)
                .read(Path.of("/state"), Set.of());
        assertThat(((Reading.Faulty) reading).problems())
                .extracting(Problem::toString)
                .startsWith("agent-priv.conf:2: unknown key 'job' in heartbeat 'nightly'; possible are url, token");
    }

    private static List<String> problems(String text) {
        Reading reading = new AgentConfReader(new AgentConfReader.Text("agent.conf", text, false), null, PushUrl::fault)
                .read(Path.of("/state"), Set.of());
        return reading instanceof Reading.Faulty faulty
                ? faulty.problems().stream().map(Problem::toString).toList()
                : List.of();
    }
}
