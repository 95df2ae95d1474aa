package dev.allclear.cli.setup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allclear.cli.setup.Proposal.Proposed;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class UrlQuestionsTest {
    private static final String ONE = "http://10.0.0.5:3001/api/push/AAAAAAAAAA?status=up&msg=OK&ping=";
    private final StringWriter printed = new StringWriter();

    private List<@Nullable String> answers(String typed) throws IOException {
        Proposal proposal = new Proposal(
                List.of(
                        new Proposed(
                                "nightly",
                                "job b-1",
                                "01:00",
                                new PushPlace("kuma", "http://hook.example/api/push/x"),
                                null),
                        new Proposed("weekly", "job b-2", "sat 02:00", null, null)),
                List.of());
        Proposal answered = new UrlQuestions(
                        new BufferedReader(new StringReader(typed)), new PrintWriter(printed, true))
                .ask(proposal);
        List<@Nullable String> urls = new ArrayList<>();
        answered.heartbeats()
                .forEach(heartbeat -> urls.add(
                        heartbeat.url() == null ? null : heartbeat.url().url()));
        return urls;
    }

    @Test
    void takesTheUrlThatIsTyped() throws IOException {
        assertThat(answers(ONE + "\n\n")).isEqualTo(Arrays.asList(ONE, null));
    }

    @Test
    void enterTakesThatOfTheHookScript() throws IOException {
        assertThat(answers("\n\n")).isEqualTo(Arrays.asList("http://hook.example/api/push/x", null));
    }

    @Test
    void aHyphenLeavesItForLater() throws IOException {
        assertThat(answers("-\n-\n")).isEqualTo(Arrays.asList(null, null));
    }

    @Test
    void asksAgainWhenItIsNoPushUrl() throws IOException {
        assertThat(answers("http://10.0.0.5:3001/dashboard\n" + ONE + "\n")).isEqualTo(Arrays.asList(ONE, null));
        assertThat(printed.toString()).contains("/api/push/TOKEN");
    }

    @Test
    void asksAgainWhenAnotherHeartbeatHasIt() throws IOException {
        assertThat(answers(ONE + "\n" + ONE + "\n")).isEqualTo(Arrays.asList(ONE, null));
        assertThat(printed.toString()).contains("that is the URL of nightly");
    }

    @Test
    void theEndOfTheInputLeavesTheRestForLater() throws IOException {
        assertThat(answers("")).isEqualTo(Arrays.asList(null, null));
    }
}
