package dev.allclear.it.bench;

import dev.allclear.config.AgentConf;
import dev.allclear.deliver.kuma.PushUrl;
import dev.allclear.task.Upid;
import dev.allclear.task.VzdumpLogReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The parsers that see every byte of a host's logs or of its configuration. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ParserBenchmark {
    private static final int CHUNK = 64 * 1024;

    private final byte[] log = TaskTree.unfinishedLog(200_000);
    private final String upid = "UPID:pve1:0008A3F2:05C3B1A7:6A8786F3:vzdump:101:root@pam!backup:";
    private final Path conf = configurationOf20Heartbeats();

    private static Path configurationOf20Heartbeats() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            text.append("heartbeat: nightly-")
                    .append(i)
                    .append("\n\tjob backup-3f1c0b6e-")
                    .append(i)
                    .append("\n\turl http://10.0.0.5:3001/api/push/AbCdEf?status=up&msg=OK&ping=")
                    .append("\n\tguests 101,102,103\n\twarnings ok\n\tmax-age 20h\n\tcomment twenty of them\n\n");
        }
        try {
            return Files.writeString(Files.createTempDirectory("benchmark").resolve("agent.conf"), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A log of 200 kB, in the chunks in which the agent reads it. */
    @Benchmark
    public Object readsLogOf200Kilobytes() {
        VzdumpLogReader reader = new VzdumpLogReader();
        for (int at = 0; at < log.length; at += CHUNK) {
            reader.feed(log, at, Math.min(CHUNK, log.length - at));
        }
        reader.feed(TaskTree.TASK_OK, 0, TaskTree.TASK_OK.length);
        return reader.report();
    }

    /** Section-config, typed and checked; the file is opened too. */
    @Benchmark
    public AgentConf.Reading readsConfigurationOf20Heartbeats() {
        return AgentConf.read(conf, null, Map.of(), PushUrl::fault);
    }

    /** The name of a log. */
    @Benchmark
    public Optional<Upid> parsesUpid() {
        return Upid.parse(upid);
    }
}
