package dev.allclear.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.allclear.it.kuma.Fault;
import dev.allclear.it.world.Agent;
import dev.allclear.it.world.Host;
import dev.allclear.it.world.VzdumpTask;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever knows the token of a push URL can push: it is nowhere but in the configuration and on the wire. */
final class SecretsIT {
    private World world;
    private final List<String> printed = new ArrayList<>();

    @BeforeEach
    void build(@TempDir Path scratch) {
        world = new World(scratch);
    }

    @AfterEach
    void close() {
        world.close();
    }

    private void command(String... arguments) throws InterruptedException {
        Host.Result result = world.host.command(arguments);
        printed.add(result.out());
        printed.add(result.err());
    }

    private void everyCommand() throws InterruptedException {
        String config = world.host.config().toString();
        for (String[] command : new String[][] {
            {"check", "--config", config},
            {"check", "--json", "--config", config},
            {"status", "--config", config},
            {"status", "--json", "--config", config},
            {"explain", World.NIGHTLY, "--config", config},
            {"explain", World.NIGHTLY, "--json", "--config", config},
            {"events", "--json", "--config", config},
            {"deliveries", "--json", "--config", config},
            {"match", "--type", "vzdump", "--config", config},
            {"replay", "--tasks", world.host.tasks().toString(), "--json", "--config", config}
        }) {
            command(command);
        }
    }

    @Test
    void theTokenIsNowhere() throws Exception {
        world.kuma.stop();
        Agent agent = world.start().awaitReady();
        world.goodRun();
        agent.awaitLine("did not succeed", 1, Agent.PATIENCE);
        world.kuma.fault(new Fault.Redirect(world.kuma.pushUrl(world.token)));
        agent.awaitLine("did not succeed", 2, Agent.PATIENCE);
        world.kuma.heal();
        world.kuma.setActive(world.token, false);
        // After a redirect only a person can help, so that run waits; the next one does not.
        world.goodRun();
        agent.awaitLine("did not succeed", 3, Agent.PATIENCE);
        everyCommand();
        world.kuma.setActive(world.token, true);
        VzdumpTask run = world.goodRun();
        world.awaitDelivery(run, "delivered");
        int broken = 0;
        String url = "http://127.0.0.1/api/push/";
        for (String line : List.of(
                "url htp://127.0.0.1/api/push/",
                "url http://127.0.0.1/x/",
                "urll " + url,
                url,
                "max-age " + url,
                "guests " + url,
                "job " + url)) {
            world.host.config("heartbeat: nightly\n\ttask vzdump\n\t" + line + world.token + "\n");
            agent.hangUp();
            agent.awaitLine("goes on with the one it has", ++broken, Agent.PATIENCE);
            command("check", "--config", world.host.config().toString());
        }

        assertThat(commandLines()).noneMatch(line -> line.contains(world.token));
        agent.terminate();
        printed.addAll(agent.lines());
        assertThat(printed.stream().flatMap(String::lines).filter(line -> line.contains(world.token)))
                .isEmpty();
        assertThat(String.join("\n", printed)).contains("did not succeed", "pushed", "agent.conf:3");
        try (Stream<Path> files = Files.walk(world.host.ledger())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file, ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain(world.token);
            }
        }
    }

    /** Of every process that can be seen. */
    static List<String> commandLines() throws IOException {
        List<String> lines = new ArrayList<>();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : processes) {
                try {
                    lines.add(Files.readString(process.resolve("cmdline"), ISO_8859_1));
                } catch (IOException e) {
                    lines.add("It ended in the meantime, or belongs to somebody else.");
                }
            }
        }
        assertThat(lines).anyMatch(line -> line.contains("dev.allclear.cli.Main"));
        return lines;
    }
}
