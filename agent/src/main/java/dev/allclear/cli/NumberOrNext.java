package dev.allclear.cli;

import java.util.Map;
import java.util.Stack;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/** Lets an option take the next word only if that is a number, so that {@code runs --watch nightly} means the heartbeat. */
final class NumberOrNext implements IParameterPreprocessor {
    @Override
    public boolean preprocess(Stack<String> words, CommandSpec command, ArgSpec option, Map<String, Object> info) {
        boolean number = !words.isEmpty() && words.peek().matches("=?-?\\d+");
        if (!number) {
            words.push(option.isOption() ? "2" : "");
        }
        return false;
    }
}
