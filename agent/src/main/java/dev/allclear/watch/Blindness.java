package dev.allclear.watch;

import java.util.HashMap;
import java.util.Map;

/** Says each problem once, when it begins, when it changes and when it is over. Single-threaded. */
final class Blindness {
    private final Map<String, String> problems = new HashMap<>();
    private final SightingSink sink;

    Blindness(SightingSink sink) {
        this.sink = sink;
    }

    void begins(String subject, String problem) throws InterruptedException {
        if (!problem.equals(problems.put(subject, problem))) {
            sink.see(new Sighting.Blind(subject, problem));
        }
    }

    void over(String subject) throws InterruptedException {
        if (problems.remove(subject) != null) {
            sink.see(new Sighting.Blind(subject, ""));
        }
    }
}
