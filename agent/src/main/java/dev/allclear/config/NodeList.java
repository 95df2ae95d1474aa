package dev.allclear.config;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Lists of nodes: host names without a domain, with commas, semicolons or blanks between. */
final class NodeList {
    private static final Pattern NODE = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?");
    private static final Pattern BETWEEN = Pattern.compile("[,;\\s]+");

    static final ValueKind KIND = NodeList::fault;

    private NodeList() {}

    /** The nodes of all lines together. Every line must be without fault. */
    static SortedSet<String> parse(Collection<String> lines) {
        SortedSet<String> nodes = new TreeSet<>();
        lines.forEach(line -> nodes.addAll(words(line)));
        return nodes;
    }

    private static Optional<ValueKind.Fault> fault(String line) {
        List<String> words = words(line);
        Optional<String> wrong =
                words.stream().filter(word -> !NODE.matcher(word).matches()).findFirst();
        if (!words.isEmpty() && wrong.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new ValueKind.Fault(
                wrong.map(word -> "is not a list of nodes: '" + Spelling.shorten(word) + "' is no node's name")
                        .orElse("names no node"),
                "write names as in the cluster's list of nodes, without a domain, for example pve1,pve2; leave the line"
                        + " out for all nodes"));
    }

    private static List<String> words(String line) {
        return BETWEEN.splitAsStream(line).filter(word -> !word.isEmpty()).toList();
    }
}
