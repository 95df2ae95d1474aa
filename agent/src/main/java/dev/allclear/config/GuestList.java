package dev.allclear.config;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Lists of guests as Proxmox accepts them: numbers with commas, semicolons or blanks between. */
final class GuestList {
    private static final Pattern VMID = Pattern.compile("[1-9][0-9]{2,8}");
    private static final Pattern BETWEEN = Pattern.compile("[,;\\s]+");

    static final ValueKind KIND = GuestList::fault;

    private GuestList() {}

    /** The guests of all lines together. Every line must be without fault. */
    static SortedSet<Integer> parse(Collection<String> lines) {
        SortedSet<Integer> guests = new TreeSet<>();
        lines.forEach(line -> words(line).forEach(word -> guests.add(Integer.valueOf(word))));
        return Collections.unmodifiableSortedSet(guests);
    }

    private static Optional<ValueKind.Fault> fault(String line) {
        List<String> words = words(line);
        Optional<String> wrong =
                words.stream().filter(word -> !VMID.matcher(word).matches()).findFirst();
        if (words.isEmpty() || wrong.isPresent()) {
            return Optional.of(new ValueKind.Fault(
                    wrong.map(word -> "is not a list of guests: '" + Spelling.shorten(word) + "' is no guest's number")
                            .orElse("names no guest"),
                    "write each number (100 to 999999999), for example 101,102; leave the line out for all guests of"
                            + " the job"));
        }
        return Optional.empty();
    }

    private static List<String> words(String line) {
        return BETWEEN.splitAsStream(line).filter(word -> !word.isEmpty()).toList();
    }
}
