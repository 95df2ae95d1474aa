package dev.allclear.task;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a vzdump task was asked to do, read from the command in the first line of its log. Immutable and thread-safe.
 *
 * <p>vzdump prints the guests first, then the options in an order that differs from run to run (source: {@code
 * PVE/VZDump.pm}), so compare the parts and never the text.
 *
 * @param vmids the guests listed one by one, in the order of the command, each once; empty for a pool or for all guests
 * @param options every {@code --name value} without the dashes; an option given several times keeps all its values, and
 *     one without a value has {@code 1}, as Proxmox itself understands it
 */
public record BackupOptions(List<Integer> vmids, Map<String, List<String>> options) {

    public BackupOptions {
        vmids = List.copyOf(vmids);
        Map<String, List<String>> copy = new LinkedHashMap<>();
        options.forEach((name, values) -> copy.put(name, List.copyOf(values)));
        options = Collections.unmodifiableMap(copy);
    }

    /**
     * Reads a command such as {@code vzdump 100 101 --quiet 1 --prune-backups 'keep-last=3'}. What makes no sense is left
     * out; no text is an error.
     */
    public static BackupOptions parse(String command) {
        Set<Integer> vmids = new LinkedHashSet<>();
        Map<String, List<String>> options = new LinkedHashMap<>();
        List<ShellWords.Word> words = ShellWords.split(command);
        for (int i = 0; i < words.size(); i++) {
            ShellWords.Word word = words.get(i);
            if (!word.isOption()) {
                vmids(word.text(), vmids);
                continue;
            }
            String name = word.text().substring(2);
            int equals = name.indexOf('=');
            String value = "1";
            if (equals >= 0) {
                value = name.substring(equals + 1);
                name = name.substring(0, equals);
            } else if (i + 1 < words.size() && !words.get(i + 1).isOption()) {
                value = words.get(++i).text();
            }
            options.computeIfAbsent(name, unused -> new ArrayList<>()).add(value);
        }
        return new BackupOptions(new ArrayList<>(vmids), options);
    }

    /** Guests may also be given as a list with commas or semicolons. */
    private static void vmids(String text, Set<Integer> vmids) {
        int number = 0;
        int digits = 0;
        for (int i = 0; i <= text.length(); i++) {
            char c = i < text.length() ? text.charAt(i) : ',';
            if (c >= '0' && c <= '9') {
                number = digits < 9 ? number * 10 + (c - '0') : 0;
                digits++;
            } else if (c == ',' || c == ';') {
                if (number > 0) {
                    vmids.add(number);
                }
                number = 0;
                digits = 0;
            } else {
                return;
            }
        }
    }
}
