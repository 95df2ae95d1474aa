package dev.allclear.it.bench;

import dev.allclear.it.kuma.FakeKuma;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** When the last push to each of some monitors arrived. Thread-safe. */
final class Arrivals {
    private static final String PATH = "/api/push/";

    private final FakeKuma kuma;
    private final Map<String, Long> last = new HashMap<>();

    Arrivals(FakeKuma kuma, int monitors) {
        this.kuma = kuma;
        for (int i = 0; i < monitors; i++) {
            kuma.addMonitor(token(i));
        }
        kuma.onRequest(request -> note(request.path()));
    }

    private static String token(int monitor) {
        return "fleet" + monitor;
    }

    String url(int monitor) {
        return kuma.pushUrl(token(monitor));
    }

    private synchronized void note(String path) {
        if (path.startsWith(PATH)) {
            last.put(path.substring(PATH.length()), System.nanoTime());
            notifyAll();
        }
    }

    /** When the push came that this moment was followed by, as of {@link System#nanoTime()}. */
    synchronized long after(int monitor, long moment, Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            long arrival = last.getOrDefault(token(monitor), moment - 1);
            if (arrival - moment >= 0) {
                return arrival;
            }
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new IllegalStateException("no push for " + token(monitor) + " within " + patience);
            }
            wait(left);
        }
    }
}
