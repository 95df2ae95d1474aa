package dev.allclear.status;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** What the process is, and how much memory it takes. */
final class ProcessMetrics {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String RESIDENT = "VmRSS:";

    private ProcessMetrics() {}

    /** @param started when the agent was started */
    static void write(Instant started, Exposition out) {
        Map<String, String> build = new LinkedHashMap<>();
        build.put("version", version());
        build.put("java", System.getProperty("java.vm.version", "unknown"));
        out.gauge("allclear_build_info", "Always 1; the labels tell what runs.", build, 1);
        out.gauge(
                "process_start_time_seconds", "When the agent was started.", Map.of(), started.toEpochMilli() / 1000.0);
        long resident = resident();
        if (resident > 0) {
            out.gauge("process_resident_memory_bytes", "Memory that the agent takes.", Map.of(), (double) resident);
        }
    }

    static String version() {
        return Objects.requireNonNullElse(ProcessMetrics.class.getPackage().getImplementationVersion(), "development");
    }

    /** In bytes; 0 when the system does not tell. */
    private static long resident() {
        try {
            return Files.readAllLines(STATUS).stream()
                    .filter(line -> line.startsWith(RESIDENT))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }
}
