package dev.allclear.config;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code /etc/vzdump.conf}: the defaults of this node's backups, one {@code key: value} a line. Source: PVE 6 to 9.2. */
public final class VzdumpConf {
    private static final Pattern LINE = Pattern.compile("\\s*([\\w-]+)\\s*:\\s*(.*?)\\s*");

    private VzdumpConf() {}

    /** The value of a key, without quotes; empty when no line has it. Never throws. */
    public static Optional<String> value(String text, String key) {
        return text.lines()
                .map(LINE::matcher)
                .filter(Matcher::matches)
                .filter(line -> line.group(1).equals(key) && !line.group(2).isEmpty())
                .map(line -> line.group(2).replaceAll("^([\"'])(.*)\\1$", "$2"))
                .findFirst();
    }
}
