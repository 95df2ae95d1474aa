package dev.allclear.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that writes is killed, and another one takes over. */
class LedgerKilledTest {
    private static final int ROUNDS = 3;

    @TempDir
    Path directory;

    /** Writes pairs of notes in one transaction each, and says which are written. */
    static final class Writer {
        private Writer() {}

        public static void main(String[] arguments) {
            Ledger ledger = Ledger.open(Path.of(arguments[0]));
            for (int i = number(ledger, "a") + 1; ; i++) {
                String text = String.valueOf(i);
                ledger.write(entries -> {
                    entries.note("a", text);
                    entries.note("b", text);
                    return true;
                });
                System.out.println(text);
            }
        }
    }

    private static int number(Ledger ledger, String name) {
        return Integer.parseInt(ledger.read(entries -> entries.note(name)).orElse("0"));
    }

    private Process start() throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        for (String name : List.of("org.sqlite.lib.path", "org.sqlite.lib.name")) {
            command.add("-D" + name + "=" + System.getProperty(name));
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Writer.class.getName()));
        command.add(directory.toString());
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    @Test
    void findsEveryCommittedTransactionWholeAfterTheProcessWasKilled() throws IOException, InterruptedException {
        for (int round = 1; round <= ROUNDS; round++) {
            int said = writeAndKill(20 * round);
            try (Ledger beside = Ledger.openReadOnly(directory).orElseThrow()) {
                assertThat(number(beside, "a")).isGreaterThanOrEqualTo(said);
            }
            try (Ledger ledger = Ledger.open(directory)) {
                assertThat(ledger.notice()).isEmpty();
                assertThat(number(ledger, "a")).isBetween(said, said + 100_000).isEqualTo(number(ledger, "b"));
            }
        }
    }

    private int writeAndKill(int lines) throws IOException, InterruptedException {
        Process process = start();
        try (BufferedReader out = process.inputReader()) {
            String last = "0";
            for (int i = 0; i < lines; i++) {
                last = Objects.requireNonNull(out.readLine(), "the writer ended");
            }
            process.toHandle().destroyForcibly(); // Process.destroyForcibly would close what it has said.
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                // A line that was cut off by the kill is a smaller number.
                last = line.length() >= last.length() ? line : last;
            }
            return Integer.parseInt(last);
        } finally {
            process.destroyForcibly().waitFor();
        }
    }
}
