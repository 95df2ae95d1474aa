package dev.allclear.cli.man;

import dev.allclear.config.Manual;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** allclear(1): every command as its own {@code --help} describes it. */
public final class ProgramPage {
    private ProgramPage() {}

    /** What no command says of itself; its first part is the description. */
    public static Manual more() {
        return Manual.read(ProgramPage.class, "allclear.txt");
    }

    /**
     * The page in the language of man(7).
     *
     * @param program with all commands
     * @param more as {@link #more()} reads it
     */
    public static String of(CommandLine program, Manual more, Origin origin) {
        CommandSpec spec = program.getCommandSpec();
        Roff page = new Roff("allclear", 1, origin, "Proxmox backups")
                .section("Name")
                .line("allclear \\- the all\\-clear for Proxmox backups");
        page.section("Synopsis")
                .line(Roff.bold("allclear") + " " + Roff.italic("COMMAND") + " [" + Roff.italic("OPTION") + "]...");
        ConfPage.part(page, more.parts().get(0));
        page.section("Commands");
        commands(program).forEach((name, command) -> command(page, name, command));
        page.section("Options").line("Every command has:");
        arguments(page, spec);
        more.parts().stream().skip(1).forEach(part -> ConfPage.part(page, part));
        page.section("Exit status").line("Unless a command says otherwise:");
        exitCodes(page, spec.usageMessage());
        page.section("See also")
                .line(Roff.bold("agent.conf") + "(5), " + Roff.bold("journalctl") + "(1), " + Roff.bold("vzdump")
                        + "(1)");
        return page.toString();
    }

    /** Those that are not hidden, by what is to be typed, in the order in which the help lists them. */
    static Map<String, CommandLine> commands(CommandLine program) {
        Map<String, CommandLine> all = new LinkedHashMap<>();
        program.getSubcommands().forEach((name, command) -> {
            if (!command.getCommandSpec().usageMessage().hidden()) {
                all.put(name, command);
                commands(command).forEach((below, each) -> all.put(name + " " + below, each));
            }
        });
        return all;
    }

    private static void command(Roff page, String name, CommandLine command) {
        CommandSpec spec = command.getCommandSpec();
        page.subsection("allclear " + name);
        String synopsis = new Help(spec, Help.defaultColorScheme(Ansi.OFF))
                .synopsis(0)
                .replaceAll("\\s+", " ")
                .strip();
        page.line(Roff.bold(synopsis));
        page.paragraph(String.join(" ", lines(spec.usageMessage().description())));
        arguments(page, spec);
        exitCodes(page, spec.usageMessage());
        List<String> footer = lines(spec.usageMessage().footer());
        if (!footer.isEmpty()) {
            page.line(".PP").text(footer, ".PP");
        }
    }

    private static void arguments(Roff page, CommandSpec spec) {
        for (PositionalParamSpec parameter : spec.positionalParameters()) {
            if (!parameter.hidden()) {
                page.item(Roff.italic(parameter.paramLabel()));
                page.line(Roff.inline(about(parameter)));
            }
        }
        for (OptionSpec option : spec.options()) {
            if (!option.hidden() && !option.inherited()) {
                page.item(head(option));
                page.line(Roff.inline(about(option)));
            }
        }
    }

    private static String head(OptionSpec option) {
        String names =
                String.join(", ", Arrays.stream(option.names()).map(Roff::bold).toList());
        return option.arity().max() == 0 ? names : names + "=" + Roff.italic(option.paramLabel());
    }

    private static String about(ArgSpec argument) {
        return String.join(" ", lines(argument.description()));
    }

    private static void exitCodes(Roff page, UsageMessageSpec usage) {
        usage.exitCodeList().forEach((code, meaning) -> {
            page.item(Roff.bold(code.strip()));
            page.line(Roff.inline(meaning));
        });
    }

    /** What picocli would print of a text; what it indents is an example. */
    private static List<String> lines(String[] texts) {
        List<String> lines = new ArrayList<>();
        for (String text : texts) {
            String printed = Ansi.OFF.string(text.replace("%n", "\n").replace("%%", "%"));
            printed.lines()
                    .filter(line -> !line.isBlank())
                    .map(line -> line.startsWith("  ") ? "\t" + line.strip() : line)
                    .forEach(lines::add);
        }
        return lines;
    }
}
