package dev.allclear.cli.man;

import dev.allclear.config.Manual;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Completes in bash: commands, their options, files, and the names of heartbeats and targets. */
public final class Completion {
    private static final String SCRIPT = """
            # bash completion for allclear(1)
            # shellcheck shell=bash

            _allclear_names() {
                sed -n -E "s/^($1):[[:space:]]*//p" "$2" 2>/dev/null
            }

            _allclear() {
                local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} command=${COMP_WORDS[1]-}
                local config=/etc/allclear/agent.conf words='' label='' i
                if [ "$word" = = ]; then
                    word=''
                elif [ "$before" = = ]; then
                    before=${COMP_WORDS[COMP_CWORD - 2]}
                fi
                for ((i = 2; i < COMP_CWORD; i++)); do
                    case ${COMP_WORDS[i]} in
                        -c | --config)
                            config=${COMP_WORDS[i + 1]}
                            [ "$config" != = ] || config=${COMP_WORDS[i + 2]-}
                            ;;
                    esac
                done
                if [ "$COMP_CWORD" -eq 1 ]; then
                    words='@COMMANDS@'
                else
                    case "$command $before" in
            @VALUES@
                        *)
                            case $command in
            @OPTIONS@
                            esac
                            ;;
                    esac
                fi
                case $label in
                    *FILE*) mapfile -t COMPREPLY < <(compgen -f -- "$word"); compopt -o filenames; return ;;
                    *DIR*) mapfile -t COMPREPLY < <(compgen -d -- "$word"); compopt -o filenames; return ;;
                    *HEARTBEAT*) words+=" $(_allclear_names heartbeat "$config")" ;;
                    *TARGET*) words+=" $(_allclear_names '@TARGETS@' "$config")" ;;
                    *SEVERITY*) words+=' info notice warning error unknown' ;;
                    *COMMAND*) words+=' @COMMANDS@ agent.conf' ;;
                esac
                mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word")
            }

            complete -F _allclear allclear
            """;

    private Completion() {}

    /**
     * The script.
     *
     * @param program with all commands
     * @param reference which stanzas are targets
     */
    public static String of(CommandLine program, Manual reference) {
        List<String> values = new ArrayList<>();
        List<String> options = new ArrayList<>();
        Map<String, CommandLine> commands = ProgramPage.commands(program);
        commands.forEach((name, command) -> {
            // Bash asks by the first word; what stands below a command is completed no further.
            if (name.indexOf(' ') < 0) {
                CommandSpec spec = command.getCommandSpec();
                spec.options().stream()
                        .filter(option -> option.arity().max() > 0 && !option.hidden())
                        .forEach(option -> values.add(value(name, option)));
                options.add(all(name, spec));
            }
        });
        String names = String.join(
                " ",
                commands.keySet().stream().filter(name -> name.indexOf(' ') < 0).toList());
        return SCRIPT.replace("@COMMANDS@", names)
                .replace("@TARGETS@", String.join("|", targets(reference)))
                .replace("@VALUES@", String.join("\n", values))
                .replace("@OPTIONS@", String.join("\n", options));
    }

    /** All targets, and only they, may wait for more to tell. */
    private static List<String> targets(Manual reference) {
        return reference.parts().stream()
                .filter(part ->
                        part.items().stream().anyMatch(item -> item.name().equals("group-wait")))
                .flatMap(part -> part.types().stream())
                .toList();
    }

    private static String value(String command, OptionSpec option) {
        List<String> patterns = Arrays.stream(option.names())
                .map(name -> "'" + command + " " + name + "'")
                .toList();
        return "            " + String.join(" | ", patterns) + ") " + words(candidates(option)) + "label='"
                + option.paramLabel() + "' ;;";
    }

    private static String all(String command, CommandSpec spec) {
        List<String> words = new ArrayList<>();
        spec.options().stream().filter(option -> !option.hidden()).forEach(option -> words.add(option.longestName()));
        words.addAll(spec.subcommands().keySet());
        List<String> labels = spec.positionalParameters().stream()
                .filter(parameter -> !parameter.hidden())
                .peek(parameter -> words.addAll(candidates(parameter)))
                .map(ArgSpec::paramLabel)
                .toList();
        return "                    " + command + ") " + words(words) + "label='" + String.join(" ", labels) + "' ;;";
    }

    private static String words(List<String> words) {
        return words.isEmpty() ? "" : "words='" + String.join(" ", words) + "' ";
    }

    private static List<String> candidates(ArgSpec argument) {
        Iterable<String> known = argument.completionCandidates();
        return known == null
                ? List.of()
                : StreamSupport.stream(known.spliterator(), false).toList();
    }
}
