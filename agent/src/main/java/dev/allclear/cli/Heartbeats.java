package dev.allclear.cli;

import dev.allclear.config.AgentConf;
import dev.allclear.config.HeartbeatConf;
import dev.allclear.verdict.Heartbeat;
import dev.allclear.verdict.Heartbeat.SelfWatch;
import java.util.List;

/** The heartbeats of the configuration, by the names that commands are given. */
final class Heartbeats {
    private Heartbeats() {}

    /** The heartbeat with this name, of which runs are kept. */
    static Heartbeat require(AgentConf conf, String name) {
        List<Heartbeat> rules =
                conf.heartbeats().stream().map(HeartbeatConf::rule).toList();
        Heartbeat rule = rules.stream()
                .filter(known -> known.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new CommandFailure(
                        ExitCode.NO,
                        "there is no heartbeat `" + name + "`; configured: "
                                + String.join(
                                        ", ",
                                        rules.stream().map(Heartbeat::name).toList())));
        if (rule.watch() instanceof SelfWatch) {
            throw new CommandFailure(
                    ExitCode.NO,
                    "`" + name
                            + "` is the agent's own heartbeat, which has no runs; why it was not pushed is told in"
                            + " the journal (journalctl -u allclear)");
        }
        return rule;
    }
}
