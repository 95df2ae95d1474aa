package dev.allclear.cli;

import dev.allclear.cli.setup.HookScript.Says;
import dev.allclear.cli.setup.OtherVoices;
import dev.allclear.cli.setup.OtherVoices.Said;
import dev.allclear.pipeline.Judgement;
import dev.allclear.verdict.Verdict.AllClear;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A table of runs: allclear's verdict, and beside it what Proxmox's mail and a hook script said of the same run. */
final class ReplayComparison {
    private static final String ROW = "  %-19s  %-10s  %-24s";
    private final @Nullable Says hook;
    private final Map<String, Judgement> runs = new LinkedHashMap<>();

    /** @param hook what sort of hook script; null for none, as on a backup server */
    ReplayComparison(@Nullable Says hook) {
        this.hook = hook;
    }

    /** A later verdict over the same run replaces the earlier one. */
    void add(Judgement judgement) {
        runs.put(judgement.heartbeat().rule().name() + " " + judgement.run().run(), judgement);
    }

    private record Row(Judgement judgement, List<Said> mails, List<Said> pushes) {
        boolean good() {
            return judgement.run().verdict() instanceof AllClear;
        }

        boolean pushed() {
            return pushes.contains(Said.GOOD);
        }

        /** Where the others misled whoever believed them. */
        List<String> differences(boolean hooked) {
            List<String> all = new ArrayList<>();
            if (hooked && pushed() != good()) {
                all.add(good() ? "the hook is silent about a good run" : "the hook pushes without proof");
            }
            if (!good() && !mails.contains(Said.BAD)) {
                all.add(mails.contains(Said.GOOD) ? "the mail calls it successful" : "no mail at all");
            } else if (good() && mails.contains(Said.BAD)) {
                all.add("the mail calls it failed");
            }
            return all;
        }
    }

    void print(PrintWriter out) {
        if (runs.isEmpty()) {
            return;
        }
        boolean hooked = hook != null;
        Map<String, List<Row>> byHeartbeat = new LinkedHashMap<>();
        runs.values()
                .forEach(judgement -> byHeartbeat
                        .computeIfAbsent(judgement.heartbeat().rule().name(), name -> new ArrayList<>())
                        .add(row(judgement)));
        Map<String, Integer> counts = new LinkedHashMap<>();
        byHeartbeat.forEach((name, rows) -> {
            out.println();
            out.println(name + ": what others said of the same runs");
            out.println((String.format(Locale.ROOT, ROW, "started", "allclear", "Proxmox's mail")
                            + (hooked ? String.format(Locale.ROOT, "  %-15s", hookTitle()) : "") + "  difference")
                    .stripTrailing());
            rows.forEach(row -> {
                List<String> differences = row.differences(hooked);
                differences.forEach(difference -> counts.merge(difference, 1, Integer::sum));
                out.println((String.format(
                                        Locale.ROOT,
                                        ROW,
                                        Words.time(row.judgement().run().started()),
                                        word(row),
                                        OtherVoices.mailWords(row.mails()))
                                + (hooked
                                        ? String.format(Locale.ROOT, "  %-15s", OtherVoices.hookWords(row.pushes()))
                                        : "")
                                + "  " + String.join("; ", differences))
                        .stripTrailing());
            });
        });
        out.println();
        out.println(
                counts.isEmpty()
                        ? "The others said the same of all " + Words.counted(runs.size(), "run") + "."
                        : "Of " + Words.counted(runs.size(), "run") + ": "
                                + String.join(
                                        "; ",
                                        counts.entrySet().stream()
                                                .map(entry -> entry.getKey() + ": " + entry.getValue())
                                                .toList())
                                + ".");
    }

    private String hookTitle() {
        return hook == Says.AFTER_EACH_GUEST ? "hook per guest" : hook == Says.NEVER ? "your hook" : "hook at job-end";
    }

    private static String word(Row row) {
        String word = row.judgement().run().verdict().word();
        return row.good() ? word : word.toUpperCase(Locale.ROOT);
    }

    private Row row(Judgement judgement) {
        return new Row(
                judgement,
                judgement.outcomes().stream().map(OtherVoices::mail).toList(),
                hook == null
                        ? List.of()
                        : judgement.outcomes().stream()
                                .map(outcome -> OtherVoices.hook(outcome, hook))
                                .toList());
    }

    /** The verdict and the others' words, for machines. */
    static Map<String, String> json(Judgement judgement, @Nullable Says hook) {
        Row row = new ReplayComparison(hook).row(judgement);
        Map<String, String> words = new LinkedHashMap<>();
        words.put("mail", OtherVoices.mailWords(row.mails()));
        if (hook != null) {
            words.put("hook", OtherVoices.hookWords(row.pushes()));
        }
        return words;
    }
}
