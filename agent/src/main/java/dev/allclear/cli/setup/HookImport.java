package dev.allclear.cli.setup;

import dev.allclear.config.AgentConf;
import dev.allclear.deliver.kuma.PushUrl;
import dev.allclear.verdict.Job;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The heartbeat that takes a hook script's place. Immutable and thread-safe.
 *
 * @param name of the stanza
 * @param watch the line that says what is watched
 * @param place where to push
 * @param named where Proxmox names the script
 */
public record HookImport(String name, String watch, PushPlace place, String named) {

    /**
     * The heartbeat for one script.
     *
     * @param job the job to watch; null for the one that calls the script, or every backup where that is not one
     * @param name of the stanza; null for one made of the job's
     */
    public static HookImport of(
            Path file, PushPlace place, HostSurvey survey, @Nullable String job, @Nullable String name) {
        Path whole = file.toAbsolutePath().normalize();
        Optional<HostSurvey.Hook> hook = survey.hooks().stream()
                .filter(known -> whole.endsWith(Path.of("/").relativize(known.file())))
                .findFirst();
        List<Job> callers = hook.map(HostSurvey.Hook::jobs).orElse(List.of());
        String id = job != null ? job : callers.size() == 1 ? callers.get(0).id() : null;
        String watch = id == null ? "task vzdump" : "job " + id;
        String named = hook.map(HostSurvey.Hook::where).orElse("/etc/vzdump.conf or the job");
        return new HookImport(name != null ? name : usualName(survey, watch), watch, place, named);
    }

    private static String usualName(HostSurvey survey, String watch) {
        return Proposal.of(survey).heartbeats().stream()
                .filter(heartbeat -> heartbeat.watch().equals(watch))
                .map(Proposal.Proposed::name)
                .findFirst()
                .orElse(watch.equals("task vzdump") ? "backup" : watch.substring(watch.indexOf(' ') + 1));
    }

    private String stanza() {
        return "heartbeat: " + name + "\n\t" + watch + (place.kind().equals("kuma") ? "" : "\n\tkind " + place.kind());
    }

    /** The stanza with its secret. */
    public String whole() {
        return stanza() + "\n\turl " + place.url();
    }

    /** The stanza without its secret. */
    public String masked() {
        return stanza() + "\n\turl " + place;
    }

    /**
     * Adds it to a configuration.
     *
     * @return what was done, one line each
     * @throws SetupException when the name is taken, the monitor is pushed to already, or the file has faults
     */
    public List<String> write(ConfWriter writer) throws IOException, SetupException {
        if (Files.exists(writer.file())) {
            AgentConf.Reading reading = AgentConf.read(writer.file(), null, Map.of(), PushUrl::fault);
            if (!(reading instanceof AgentConf.Reading.Good good)) {
                throw new SetupException(writer.file() + " has faults, so nothing is added: `allclear check -c "
                        + writer.file() + "` names them");
            }
            boolean taken = good.conf().heartbeats().stream()
                    .anyMatch(heartbeat -> heartbeat.rule().name().equals(name));
            if (taken) {
                throw new SetupException(writer.file() + " has a heartbeat " + name
                        + " already: put the URL there by hand, or give another --name");
            }
            boolean pushed = good.conf().heartbeats().stream()
                    .anyMatch(heartbeat -> heartbeat.url().reveal().startsWith(place.url()));
            if (pushed) {
                throw new SetupException(writer.file()
                        + " pushes to this monitor already; two heartbeats would hide each other's silence");
            }
        }
        return writer.append(stanza() + "\n", "heartbeat: " + name + "\n\turl " + place.url() + "\n");
    }

    /** Without the URL. */
    @Override
    public String toString() {
        return masked();
    }
}
