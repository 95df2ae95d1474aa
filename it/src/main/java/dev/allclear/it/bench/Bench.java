package dev.allclear.it.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures the packaged agent and prints one table: {@code Bench START-SCRIPT WORK-DIRECTORY [--quick] [--nodes N]
 * [--seconds S] ROWS…}. The fleet, which takes a quarter of an hour, is measured when it is named only; {@code --nodes} and
 * {@code --seconds} are about it.
 */
public final class Bench {
    private static final List<String> ALL = List.of("latency", "log", "backlog", "idle", "cli");

    private Bench() {}

    /** Prints progress on standard error and the table on standard output. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        List<String> chosen = new ArrayList<>();
        List<Integer> nodes = FleetScale.SIZES;
        boolean quick = false;
        int seconds = 0;
        for (int i = 2; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--quick" -> quick = true;
                case "--nodes" -> nodes = List.of(Integer.valueOf(arguments[++i]));
                case "--seconds" -> seconds = Integer.parseInt(arguments[++i]);
                default -> chosen.add(arguments[i]);
            }
        }
        Path work = Files.createDirectories(Path.of(arguments[1])).toRealPath();
        Setting setting = new Setting(Path.of(arguments[0]).toRealPath(), work, quick);
        Table table = new Table();
        for (String rows : chosen.isEmpty() ? ALL : chosen) {
            System.err.println("measuring: " + rows);
            switch (rows) {
                case "latency" -> new Latency(setting).measure(table);
                case "log" -> new LogReading(setting).measure(table);
                case "backlog" -> new Backlog(setting).firstStart(table);
                case "idle" -> new Backlog(setting).idle(table);
                case "cli" -> new Backlog(setting).commands(table);
                case "fleet" -> new FleetScale(setting, seconds).measure(table, nodes);
                default -> throw new IllegalArgumentException("no rows " + rows + "; there are " + ALL + " and fleet");
            }
        }
        table.print(System.out);
    }
}
