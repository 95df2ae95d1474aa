package dev.allclear.cli.setup;

import dev.allclear.cli.setup.Proposal.Proposed;
import dev.allclear.deliver.kuma.PushUrl;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Asks a person for the push URL of each heartbeat. An empty line leaves it for later. */
public final class UrlQuestions {
    private final BufferedReader in;
    private final PrintWriter out;
    private final Map<String, String> asked = new HashMap<>();

    public UrlQuestions(BufferedReader in, PrintWriter out) {
        this.in = in;
        this.out = out;
    }

    /** The same heartbeats with what was answered; at the end of the input all others are left for later. */
    public Proposal ask(Proposal proposal) throws IOException {
        List<Proposed> answered = new ArrayList<>();
        out.println(
                "Make a monitor of type Push in Uptime Kuma for each, and paste its push URL; Enter leaves it for later.");
        for (Proposed heartbeat : proposal.heartbeats()) {
            answered.add(heartbeat.to(ask(heartbeat)));
        }
        return new Proposal(answered, proposal.leftOut());
    }

    /** What is known without asking: the URLs of hook scripts that one job alone calls. */
    public static Proposal known(Proposal proposal) {
        return new Proposal(
                proposal.heartbeats().stream()
                        .map(heartbeat -> heartbeat.to(heartbeat.known()))
                        .toList(),
                proposal.leftOut());
    }

    private @Nullable PushPlace ask(Proposed heartbeat) throws IOException {
        PushPlace known = heartbeat.known();
        while (true) {
            out.print("  " + heartbeat.name() + ", " + heartbeat.watch() + ", " + heartbeat.schedule()
                    + (known == null ? "" : " [Enter: that of the hook script, " + known + "; - for later]") + ": ");
            out.flush();
            String line = in.readLine();
            if (line == null || line.isBlank() || line.strip().equals("-")) {
                return line == null || line.strip().equals("-") ? null : known;
            }
            String answer = line.strip();
            Optional<String> fault = PushUrl.fault(answer);
            String other = asked.get(answer);
            if (fault.isPresent()) {
                out.println("    " + fault.get());
            } else if (other != null) {
                out.println("    that is the URL of " + other
                        + ": the success of one would hide the silence of the other;" + " make a monitor for each");
            } else {
                asked.put(answer, heartbeat.name());
                return new PushPlace("kuma", answer);
            }
        }
    }
}
