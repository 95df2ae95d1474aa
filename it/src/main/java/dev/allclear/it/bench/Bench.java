package dev.allclear.it.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Measures the packaged agent and prints one table: {@code Bench START-SCRIPT WORK-DIRECTORY [--quick] ROWS…}. */
public final class Bench {
    private static final List<String> ALL = List.of("latency", "log", "backlog", "idle", "cli");

    private Bench() {}

    /** Prints progress on standard error and the table on standard output. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        List<String> rest = List.of(arguments).subList(2, arguments.length);
        boolean quick = rest.contains("--quick");
        Path work = Files.createDirectories(Path.of(arguments[1])).toRealPath();
        Setting setting = new Setting(Path.of(arguments[0]).toRealPath(), work, quick);
        List<String> chosen =
                rest.stream().filter(name -> !name.equals("--quick")).toList();
        Table table = new Table();
        for (String rows : chosen.isEmpty() ? ALL : chosen) {
            System.err.println("measuring: " + rows);
            switch (rows) {
                case "latency" -> new Latency(setting).measure(table);
                case "log" -> new LogReading(setting).measure(table);
                case "backlog" -> new Backlog(setting).firstStart(table);
                case "idle" -> new Backlog(setting).idle(table);
                case "cli" -> new Backlog(setting).commands(table);
                default -> throw new IllegalArgumentException("no rows " + rows + "; there are " + ALL);
            }
        }
        table.print(System.out);
    }
}
