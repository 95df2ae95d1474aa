package dev.allclear.verdict;

import java.util.Collection;
import java.util.stream.Collectors;

/** How numbers and guests are said. */
final class Words {
    private Words() {}

    /** {@code 1 warning}, {@code 2 warnings}. */
    static String counted(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    static String numbers(Collection<Integer> vmids) {
        return vmids.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }

    /** {@code guest 101 is}, {@code guests 101, 102 are}. */
    static String guests(Collection<Integer> vmids, String one, String several) {
        return (vmids.size() == 1 ? "guest " : "guests ") + numbers(vmids) + " " + (vmids.size() == 1 ? one : several);
    }
}
