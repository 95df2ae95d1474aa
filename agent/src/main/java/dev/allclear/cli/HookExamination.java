package dev.allclear.cli;

import dev.allclear.cli.setup.HookScript;
import dev.allclear.cli.setup.HostSurvey;
import dev.allclear.cli.setup.PushPlace;
import dev.allclear.config.HeartbeatConf;
import java.nio.file.Path;
import java.util.List;

/** Looks whether a hook script that is still in use makes a monitor green past allclear. */
final class HookExamination {
    private HookExamination() {}

    /** @param root the directory that stands for {@code /} */
    static void look(Path root, List<HeartbeatConf> heartbeats, List<Finding> findings) {
        try {
            for (HostSurvey.Hook hook : HostSurvey.of(root).hooks()) {
                HookScript script = hook.script();
                if (script != null) {
                    script.place().ifPresent(place -> look(hook, place, heartbeats, findings));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void look(
            HostSurvey.Hook hook, PushPlace place, List<HeartbeatConf> heartbeats, List<Finding> findings) {
        heartbeats.stream()
                .filter(heartbeat -> heartbeat.url().reveal().startsWith(place.url()))
                .forEach(heartbeat ->
                        findings.add(Finding.warning(heartbeat.rule().name() + ": the hook script "
                                + hook.file()
                                + " pushes to the same monitor, and vzdump calls it also when guests failed: take"
                                + " `script` out of " + hook.where())));
    }
}
