package dev.allclear.watch.http;

import dev.allclear.event.Event;
import dev.allclear.event.UpdateEvents;
import dev.allclear.event.UpdateEvents.Update;
import dev.allclear.watch.Sighting;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** Looks once a day whether packages of one node can be updated, and hands over versions that are new. Not thread-safe. */
public final class UpdateLook {
    private static final Duration INTERVAL = Duration.ofDays(1);

    private final SourceSetup setup;
    private final SlowQuestion question;
    private final Set<String> told = new HashSet<>();

    /**
     * @param whose {@code node pve1}
     * @param need the right that it takes
     * @param units that are polled
     */
    public UpdateLook(String whose, String need, int units, SourceSetup setup) {
        this.setup = setup;
        this.question = new SlowQuestion("package updates of " + whose, need, INTERVAL, units, setup);
    }

    /**
     * Asks if it is due.
     *
     * @param node the node's name
     * @return whether it asked
     */
    public boolean look(String node, Supplier<Reply<List<Update>>> call) throws InterruptedException {
        if (!question.due()) {
            return false;
        }
        List<Update> updates = question.answer(call.get());
        // When some of what was told is installed, the rest is no news.
        if (updates != null && updates.stream().map(UpdateLook::version).anyMatch(one -> !told.contains(one))) {
            updates.stream().map(UpdateLook::version).forEach(told::add);
            Event event = UpdateEvents.of(
                            setup.name(), node, updates, null, setup.clock().instant())
                    .orElse(null);
            if (event != null) {
                setup.sink().see(new Sighting.Told(event));
            }
        }
        return true;
    }

    private static String version(Update update) {
        return update.name() + " " + update.version();
    }
}
