package dev.allclear.status;

import dev.allclear.status.view.Overview;
import dev.allclear.status.view.SourceView;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether the agent can do its work: the judge is alive and all sources see.
 *
 * @param reasons why not, in words; empty when all is well
 */
record Health(List<String> reasons) {
    /** @param judging whether the judge's thread is alive */
    static Health of(boolean judging, Overview overview) {
        List<String> reasons = new ArrayList<>();
        if (!judging) {
            reasons.add("the judge is not running: restart the agent (`systemctl restart allclear`)");
        }
        for (SourceView source : overview.sources()) {
            if (!source.state().equals("seeing") && !source.state().equals("disabled")) {
                reasons.add("source " + source.name() + " is " + source.words());
            }
        }
        overview.blindSpots().forEach(spot -> reasons.add("cannot see " + spot.subject() + ": " + spot.problem()));
        return new Health(List.copyOf(reasons));
    }

    Reply reply() {
        return reasons.isEmpty()
                ? Reply.text(200, "ok\n")
                : Reply.text(
                        503,
                        String.join("\n", reasons.stream().map(Harmless::line).toList()) + "\n");
    }
}
