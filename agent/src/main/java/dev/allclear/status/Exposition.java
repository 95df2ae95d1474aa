package dev.allclear.status;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes metrics in Prometheus' text format 0.0.4: each family once with its help and type, its samples together. Source:
 * prometheus.io, "Exposition formats". Not thread-safe.
 */
final class Exposition {
    static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private record Family(String help, String type, List<String> samples) {}

    private final Map<String, Family> families = new LinkedHashMap<>();

    /** A value that goes up and down. */
    void gauge(String name, String help, Map<String, String> labels, double value) {
        sample(name, "gauge", help, name, labels, value);
    }

    /** A number that only grows; the name ends in {@code _total}. */
    void counter(String name, String help, Map<String, String> labels, double value) {
        sample(name, "counter", help, name, labels, value);
    }

    /** How values are spread: some quantiles, their sum and how many there were. */
    void summary(
            String name,
            String help,
            Map<String, String> labels,
            Map<String, Double> quantiles,
            double sum,
            long count) {
        quantiles.forEach((quantile, value) -> {
            Map<String, String> all = new LinkedHashMap<>(labels);
            all.put("quantile", quantile);
            sample(name, "summary", help, name, all, value);
        });
        sample(name, "summary", help, name + "_sum", labels, sum);
        sample(name, "summary", help, name + "_count", labels, (double) count);
    }

    private void sample(
            String family, String type, String help, String name, Map<String, String> labels, double value) {
        StringBuilder line = new StringBuilder(name);
        if (!labels.isEmpty()) {
            line.append('{');
            labels.forEach((label, text) -> line.append(line.charAt(line.length() - 1) == '{' ? "" : ",")
                    .append(label)
                    .append("=\"")
                    .append(escape(text))
                    .append('"'));
            line.append('}');
        }
        families.computeIfAbsent(family, key -> new Family(help, type, new ArrayList<>()))
                .samples()
                .add(line.append(' ').append(number(value)).toString());
    }

    private static String escape(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    /** Whole numbers without an exponent: time stamps are read by people too. */
    private static String number(double value) {
        if (Double.isNaN(value)) {
            return "NaN";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "+Inf" : "-Inf";
        }
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : BigDecimal.valueOf(value).toPlainString();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(4096);
        families.forEach((name, family) -> {
            text.append("# HELP ")
                    .append(name)
                    .append(' ')
                    .append(family.help())
                    .append('\n');
            text.append("# TYPE ")
                    .append(name)
                    .append(' ')
                    .append(family.type())
                    .append('\n');
            family.samples().forEach(sample -> text.append(sample).append('\n'));
        });
        return text.toString();
    }
}
