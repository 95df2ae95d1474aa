package dev.allclear.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allclear.route.MatcherRule;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The stanzas of agent.conf that say who is told what. */
class MatchersTest {
    private static final String MAIL = "sendmail: mail\n\tmailto a@example.com\n\n";

    @Test
    void keepsEveryLineAsWritten() {
        assertThat(Confs.good(MAIL + """
                matcher: m1
                \tmatch-severity warning, error
                \tmatch-severity unknown
                \tmatch-field exact:type=vzdump,gc
                \tmatch-calendar mon..fri 8-12
                \tmode any
                \tinvert-match on
                \ttarget mail
                \ttarget mail
                \tcomment for people
                \tdisable 1
                """, null).matchers())
                .containsExactly(new MatcherRule(
                        "m1",
                        List.of("warning, error", "unknown"),
                        List.of("exact:type=vzdump,gc"),
                        List.of("mon..fri 8-12"),
                        true,
                        true,
                        List.of("mail", "mail"),
                        true));
    }

    @Test
    void withoutAnyMatcherOnlyWhatSomebodyMustLookAtGoesToRoot() {
        AgentConf conf = Confs.good(MAIL, null);
        assertThat(conf.defaultMatcher()).isTrue();
        assertThat(conf.matchers()).containsExactly(AgentConf.DEFAULT_MATCHER);
        assertThat(conf.targets()).extracting(TargetConf::name).containsExactly("mail", "mail-to-root");
    }

    @Test
    void defaultGoesToATargetOfOursOfThatName() {
        AgentConf conf = Confs.good("gotify: mail-to-root\n\tserver http://g\n\ttoken t\n", null);
        assertThat(conf.targets()).singleElement().isInstanceOf(TargetConf.Gotify.class);
    }

    @Test
    void aDisabledMatcherIsAMatcher() {
        assertThat(Confs.good(MAIL + "matcher: m1\n\tdisable 1\n", null).defaultMatcher())
                .isFalse();
    }

    @Test
    void defaultStandsInWhenTheOnlyMatcherIsLeftOut() {
        assertThat(Confs.good(MAIL + "matcher: m1\n\tmatch-severity eror\n\ttarget mail\n", null)
                        .defaultMatcher())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "match-severity eror | match-severity 'eror' of 'matcher: bad', which is left out: ",
                "match-field type=vzdump | match-field 'type=vzdump' of 'matcher: bad', which is left out: ",
                "match-field regex:type=( | match-field 'regex:type=(' of 'matcher: bad', which is left out: ",
                "match-calendar 25-26 | match-calendar '25-26' of 'matcher: bad', which is left out: ",
                "mode every | mode 'every' is not possible here",
                "target a,b | target 'a,b' is not a possible name",
            })
    void aBadLineLeavesOutOnlyItsMatcher(String line, String problem) {
        String text = MAIL + "matcher: bad\n\ttarget mail\n\t" + line + "\n\nmatcher: good\n\ttarget mail\n";
        assertThat(Confs.leftOut(Confs.read(text, null)))
                .singleElement()
                .asString()
                .startsWith("agent.conf:6: " + problem);
        assertThat(Confs.good(text, null).matchers())
                .extracting(MatcherRule::name)
                .containsExactly("good");
    }

    @Test
    void warnsOfAnUnknownTarget() {
        assertThat(Confs.warnings(MAIL + "matcher: m1\n\ttarget mail\n\ttarget mial\n", null))
                .contains("agent.conf:6: 'matcher: m1' names the target 'mial', and there is none of that name: what it"
                        + " selects does not go there; did you mean 'mail'?");
    }

    @Test
    void aTargetThatIsLeftOutIsNotUnknownAsWell() {
        assertThat(Confs.warnings("ntfy: phone\n\nmatcher: m1\n\ttarget phone\n", null))
                .noneMatch(line -> line.contains("names the target"));
    }

    @Test
    void leftOutStanzasAreFaultsBesideThoseThatForbidTheFile() {
        assertThat(Confs.problems("ntfy: phone\n\nhartbeat: x1\n", null))
                .containsExactly(
                        "agent.conf:1: 'ntfy: phone' has no 'topic': ntfy tells whoever listens to a topic; add a line"
                                + " 'topic' under the header 'ntfy: phone' in agent-priv.conf",
                        "agent.conf:3: unknown type of stanza 'hartbeat'; did you mean 'heartbeat'?");
    }
}
