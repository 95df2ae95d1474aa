package dev.allclear.ledger;

import dev.allclear.task.DatastoreReport;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A {@link DatastoreReport} as one text: a thing a line, its name in front. Lines rather than columns, since the report
 * tells something else for each type of task, and nothing of it is searched for.
 */
final class DatastoreText {
    private final List<String> lines = new ArrayList<>();

    private DatastoreText() {}

    /** Empty for {@link DatastoreReport#NOTHING}. */
    static String of(DatastoreReport report) {
        DatastoreText text = new DatastoreText();
        text.line("datastore", report.datastore());
        text.line("namespace", report.namespace().isEmpty() ? null : report.namespace());
        text.line("job", report.jobId());
        text.line("scheduled", report.scheduled() ? "yes" : null);
        text.line("idle", report.idle());
        text.line("summary", report.summary().isEmpty() ? null : report.summary());
        report.doubts().forEach(doubt -> text.line("doubt", doubt));
        report.figures().forEach((name, number) -> text.line("figure", number + " " + name));
        return Lines.join(text.lines);
    }

    private void line(String name, @Nullable String value) {
        if (value != null) {
            lines.add(name + " " + value);
        }
    }

    static DatastoreReport report(String text) {
        if (text.isEmpty()) {
            return DatastoreReport.NOTHING;
        }
        String datastore = null;
        String namespace = "";
        String jobId = null;
        boolean scheduled = false;
        String idle = null;
        String summary = "";
        List<String> doubts = new ArrayList<>();
        SortedMap<String, Long> figures = new TreeMap<>();
        for (String line : Lines.split(text)) {
            String value = behindBlank(line);
            switch (line.substring(0, line.length() - value.length() - 1)) {
                case "datastore" -> datastore = value;
                case "namespace" -> namespace = value;
                case "job" -> jobId = value;
                case "scheduled" -> scheduled = true;
                case "idle" -> idle = value;
                case "summary" -> summary = value;
                case "doubt" -> doubts.add(value);
                case "figure" -> {
                    String name = behindBlank(value);
                    figures.put(name, Long.valueOf(value.substring(0, value.length() - name.length() - 1)));
                }
                default -> throw new IllegalStateException("nobody writes \"" + line + "\" of a datastore");
            }
        }
        return new DatastoreReport(datastore, namespace, jobId, scheduled, idle, summary, doubts, figures);
    }

    private static String behindBlank(String text) {
        return text.substring(text.indexOf(' ') + 1);
    }
}
