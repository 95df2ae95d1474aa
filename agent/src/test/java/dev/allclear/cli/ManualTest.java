package dev.allclear.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The pages of the manual, the help on the terminal and the completion for bash. */
class ManualTest {
    @TempDir
    private static Path share;

    private static String program;

    @BeforeAll
    static void write() throws IOException {
        assertThat(Terminal.run("man", share.toString(), "--date", "2026-11-21").code())
                .isZero();
        program = Files.readString(share.resolve("man/man1/allclear.1"));
    }

    static List<String> commands() {
        return Main.program().getSubcommands().entrySet().stream()
                .filter(each -> !each.getValue().getCommandSpec().usageMessage().hidden())
                .map(Map.Entry::getKey)
                .toList();
    }

    private static CommandSpec spec(String name) {
        return Objects.requireNonNull(Main.program().getSubcommands().get(name)).getCommandSpec();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void explainsACommandWithAllOfItsOptions(String name) {
        int start = program.indexOf(".SS \"allclear " + name + "\"\n");
        assertThat(start).isPositive();
        String about = program.substring(start, program.indexOf("\n.S", start + 1));
        for (OptionSpec option : spec(name).options()) {
            if (!option.inherited() && !option.hidden()) {
                assertThat(about).contains(option.longestName().replace("-", "\\-"));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("commands")
    void saysOfEveryCommandOptionAndParameterWhatItIsFor(String name) {
        CommandSpec spec = spec(name);
        assertThat(spec.usageMessage().description()).isNotEmpty();
        assertThat(spec.args())
                .allSatisfy(argument ->
                        assertThat(String.join("", argument.description())).endsWith("."));
    }

    @Test
    void hasExitStatusFilesEnvironmentSignalsAndExamples() {
        assertThat(program)
                .contains(
                        "\n.SH \"EXIT STATUS\"\n",
                        "\n.SH \"FILES\"\n",
                        "\n.SH \"ENVIRONMENT\"\n",
                        "\n.SH \"SIGNALS\"\n",
                        "\n.SH \"EXAMPLES\"\n")
                .startsWith(".TH \"ALLCLEAR\" \"1\" \"2026-11-21\" ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"man/man1/allclear.1", "man/man5/agent.conf.5"})
    void groffHasNothingToWarnOf(String page) throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/groff")), "without groff its opinion is not asked");
        assertThat(output(
                        "groff",
                        "-Tutf8",
                        "-man",
                        "-ww",
                        "-z",
                        share.resolve(page).toString()))
                .isEmpty();
    }

    @Test
    void helpShowsAKeyInEveryStanzaThatHasIt() {
        assertThat(Terminal.run("help", "agent.conf", "grace").out())
                .contains("heartbeat: NAME\n\n  grace DURATION 0s..1d\n", "Default: '15min'.", "0s..10min");
    }

    @Test
    void helpShowsAStanza() {
        assertThat(Terminal.run("help", "agent.conf", "ntfy:").out())
                .contains("  topic TOPIC\n", "  group-wait DURATION")
                .doesNotContain("  job ID");
    }

    @Test
    void helpShowsTheHelpOfACommand() {
        assertThat(Terminal.run("help", "explain").out())
                .isEqualTo(Terminal.run("explain", "--help").out());
    }

    @ParameterizedTest
    @ValueSource(strings = {"signals", "files", "environment", "examples"})
    void helpShowsWhatNoCommandSays(String topic) {
        assertThat(Terminal.run("help", topic).out()).startsWith(topic.toUpperCase(Locale.ROOT));
    }

    @Test
    void helpSaysThatItDoesNotKnowAWord() {
        Terminal.Result key = Terminal.run("help", "agent.conf", "gests");
        assertThat(key.code()).isEqualTo(ExitCode.NO);
        assertThat(key.err()).contains("neither a stanza nor a key 'gests'");
        assertThat(Terminal.run("help", "explian").code()).isEqualTo(ExitCode.NO);
    }

    @Test
    void bashCompletesCommandsAndOptions() throws Exception {
        assertThat(completed("expl")).containsExactly("explain");
        assertThat(completed("events", "--sev")).containsExactly("--severity");
        assertThat(completed("events", "--severity", "w")).containsExactly("warning");
        assertThat(completed("help", "agent")).containsExactly("agent.conf");
    }

    @Test
    void bashCompletesNamesOfTheConfigurationThatIsGiven() throws Exception {
        Path conf = Files.writeString(
                share.resolve("agent.conf"), "heartbeat: nightly\n\tjob x\n\nntfy: phone\n\ttopic x\n");
        assertThat(completed("explain", "-c", conf.toString(), ""))
                .contains("nightly")
                .doesNotContain("phone");
        assertThat(completed("test", "--config", "=", conf.toString(), "ph")).containsExactly("phone");
        assertThat(completed(
                        "status",
                        "--config",
                        "=",
                        conf.toString().substring(0, conf.toString().length() - 2)))
                .containsExactly(conf.toString());
    }

    private static List<String> completed(String... words) throws Exception {
        List<String> quoted = new ArrayList<>(List.of("allclear"));
        quoted.addAll(List.of(words));
        String script = ". " + share.resolve("bash-completion/allclear") + "; COMP_WORDS=("
                + String.join(" ", quoted.stream().map(word -> "'" + word + "'").toList()) + "); COMP_CWORD="
                + words.length + "; compopt() { :; }; _allclear; printf '%s\\n' \"${COMPREPLY[@]}\"";
        return output("bash", "-c", script).lines().toList();
    }

    private static String output(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return text;
    }
}
