package dev.allclear.it;

import static org.awaitility.Awaitility.await;

import dev.allclear.it.kuma.FakeKuma;
import dev.allclear.it.world.Agent;
import dev.allclear.it.world.Host;
import dev.allclear.it.world.Night;
import dev.allclear.it.world.VzdumpTask;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A host, its nights, a Kuma with one monitor, and one heartbeat {@code nightly} that watches every backup task. */
final class World implements AutoCloseable {
    static final String NIGHTLY = "nightly";

    final FakeKuma kuma = FakeKuma.v2();
    final String token = kuma.addMonitor();
    final Host host;
    private final Night night;
    private final List<Agent> agents = new ArrayList<>();

    World(Path root) {
        host = Host.in(root);
        heartbeat();
        night = new Night(host.tasks());
    }

    World(Path root, Path tasks) {
        host = Host.in(root).tasks(tasks);
        heartbeat();
        night = new Night(tasks);
    }

    /** The heartbeat anew, with these lines. */
    World heartbeat(String... more) {
        host.heartbeat(NIGHTLY, "task vzdump", kuma.pushUrl(token), more);
        return this;
    }

    /** Starts an agent, which ends with this world. */
    Agent start(String... wrapper) {
        return start(Map.of(), wrapper);
    }

    /** The same with this in its environment. */
    Agent start(Map<String, String> environment, String... wrapper) {
        Agent agent = Agent.start(host, environment, wrapper);
        agents.add(agent);
        return agent;
    }

    Night night() {
        return night;
    }

    /** A run that succeeds, as a whole. */
    VzdumpTask goodRun() {
        return night.quickTask(101).backUp(101, "web01").end();
    }

    /** A run in which a guest fails, as a whole. */
    VzdumpTask failedRun() {
        return night.quickTask(101)
                .beginGuest(101, "web01")
                .failGuest(101, "no space left on device")
                .end();
    }

    String delivery(VzdumpTask run) throws InterruptedException {
        return host.status().delivery(NIGHTLY, run.upid());
    }

    String verdict(VzdumpTask run) throws InterruptedException {
        return host.status().verdict(NIGHTLY, run.upid());
    }

    /** Waits until the delivery of this run is in this state. */
    void awaitDelivery(VzdumpTask run, String state) {
        await().atMost(Agent.PATIENCE).pollInterval(Duration.ofMillis(200)).until(() -> delivery(run), state::equals);
    }

    int beats() {
        return kuma.beats(token).size();
    }

    @Override
    public void close() {
        agents.forEach(Agent::close);
        night.close();
        kuma.close();
    }
}
