package dev.allclear.it.fleet;

import dev.allclear.it.http.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What goes wrong with which requests at present. Thread-safe. */
final class Faults {
    private record Wrong(String part, ApiFault fault) {}

    private final List<Wrong> faults = new ArrayList<>();

    synchronized void add(String part, ApiFault fault) {
        faults.add(0, new Wrong(part, fault));
    }

    synchronized void heal() {
        faults.clear();
    }

    synchronized Optional<ApiFault> of(Request request) {
        String target = request.path() + "?" + request.query();
        return faults.stream()
                .filter(wrong -> target.contains(wrong.part))
                .map(Wrong::fault)
                .findFirst();
    }
}
