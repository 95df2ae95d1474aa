package dev.allclear.cli.screen;

import java.util.List;

/** Numbers as a row of bars, one character each. */
public final class Spark {
    private static final String BARS = "▁▂▃▄▅▆▇█";

    private Spark() {}

    /** The numbers in relation to the largest; one below zero is not known, and a dot. */
    public static String of(List<Long> numbers) {
        long largest = numbers.stream().mapToLong(Long::longValue).max().orElse(0);
        StringBuilder line = new StringBuilder();
        for (long number : numbers) {
            line.append(
                    number < 0 ? '·' : BARS.charAt(largest == 0 ? 0 : (int) (number * (BARS.length() - 1L) / largest)));
        }
        return line.toString();
    }
}
