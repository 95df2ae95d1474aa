package dev.allclear.cli;

import dev.allclear.cli.man.Plain;
import dev.allclear.cli.man.ProgramPage;
import dev.allclear.config.AgentManual;
import dev.allclear.config.Manual;
import dev.allclear.config.Manual.Part;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code allclear help}. */
@Command(
        name = "help",
        description = "Explain a command, a key of the configuration, or agent.conf as a whole.",
        footer = {
            "",
            "Examples:",
            "  allclear help explain",
            "  allclear help agent.conf",
            "  allclear help agent.conf heartbeat",
            "  allclear help agent.conf max-age",
            "  allclear help signals"
        })
final class HelpCommand implements Callable<Integer> {
    private static final String CONF = "agent.conf";

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "COMMAND",
            description = "A command, `agent.conf`, `files`, `environment`, `signals` or `examples`.")
    private @Nullable String topic;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "WORD",
            description = "With `agent.conf`: only this type of stanza, or this key.")
    private @Nullable String word;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        CommandLine program = Main.program();
        if (topic == null) {
            program.usage(out);
        } else if (topic.equals(CONF)) {
            reference(out);
        } else if (program.getSubcommands().containsKey(topic)) {
            program.getSubcommands().get(topic).usage(out);
        } else {
            more(out, topic);
        }
        return ExitCode.FINE;
    }

    private void reference(PrintWriter out) {
        List<Part> parts = AgentManual.read().parts();
        Plain plain = new Plain(out);
        if (word == null) {
            parts.forEach(plain::part);
            return;
        }
        String wanted = word.endsWith(":") ? word.substring(0, word.length() - 1) : word;
        List<Part> about = parts.stream()
                .filter(part -> part.types().contains(wanted) || part.title().equalsIgnoreCase(wanted))
                .toList();
        if (!about.isEmpty()) {
            about.forEach(plain::part);
            return;
        }
        boolean found = false;
        for (Part part : parts) {
            List<Manual.Item> items = part.items().stream()
                    .filter(item -> item.name().equals(wanted))
                    .toList();
            if (!items.isEmpty()) {
                out.println(part.title());
                items.forEach(item -> plain.item(part, item));
                out.println();
                found = true;
            }
        }
        if (!found) {
            throw new CommandFailure(
                    ExitCode.NO,
                    "agent.conf knows neither a stanza nor a key '" + wanted
                            + "'; `allclear help agent.conf` shows all of them");
        }
    }

    private static void more(PrintWriter out, String topic) {
        List<Part> parts = ProgramPage.more().parts().stream()
                .filter(part -> part.title().toLowerCase(Locale.ROOT).equals(topic))
                .toList();
        if (parts.isEmpty()) {
            throw new CommandFailure(
                    ExitCode.NO, "there is no command '" + topic + "'; `allclear help` lists all of them");
        }
        parts.forEach(new Plain(out)::part);
    }
}
