package dev.allclear.schedule;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * The numbers that one field of a calendar event names: {@code 8..17,22}. Immutable and thread-safe.
 *
 * @param series what the comma separates; empty means every number
 */
record Numbers(List<Series> series) {
    static final Numbers ANY = new Numbers(List.of());
    static final Numbers ZERO = new Numbers(List.of(Series.single(0)));

    /**
     * A number, a range, or steps from a number on.
     *
     * @param step zero for a single number
     * @param last the largest number; {@link Series#OPEN} when none was written
     */
    record Series(int first, int step, int last) {
        static final int OPEN = Integer.MAX_VALUE;

        static Series single(int number) {
            return new Series(number, 0, number);
        }

        boolean contains(int number) {
            return step == 0 ? number == first : number >= first && number <= last && (number - first) % step == 0;
        }

        /** The series' next number after this one, beyond the end of the hour, day or month if nothing else is left. */
        OptionalInt following(int number) {
            if (number < first) {
                return OptionalInt.of(first);
            }
            if (step == 0) {
                return OptionalInt.empty();
            }
            int next = first + ((number - first) / step + 1) * step;
            return next <= last ? OptionalInt.of(next) : OptionalInt.empty();
        }
    }

    Numbers {
        series = List.copyOf(series);
    }

    boolean any() {
        return series.isEmpty();
    }

    boolean contains(int number) {
        return any() || series.stream().anyMatch(one -> one.contains(number));
    }

    /** The next number after this one, which may lie beyond the field's largest; of {@link #ANY} there is none. */
    OptionalInt following(int number) {
        return series.stream()
                .map(one -> one.following(number))
                .flatMapToInt(OptionalInt::stream)
                .min();
    }

    /** The numbers from {@code least} to {@code most} that belong to the field. */
    List<Integer> within(int least, int most) {
        return IntStream.rangeClosed(least, most).filter(this::contains).boxed().toList();
    }

    /**
     * Whether Proxmox passes over some of these numbers: steps without an end are counted on into the next hour, day or
     * month, and what lies before the number reached there is left out. So {@code *}{@code /45} never means minute 0.
     *
     * @param least the field's smallest number
     * @param most the field's largest number
     */
    boolean passesOver(int least, int most) {
        List<Integer> numbers = within(least, most);
        if (numbers.isEmpty()) {
            return false;
        }
        OptionalInt beyond = following(numbers.get(numbers.size() - 1));
        return beyond.isPresent() && beyond.getAsInt() - (most - least + 1) > numbers.get(0);
    }
}
