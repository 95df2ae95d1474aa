package dev.allclear.route;

import java.util.List;

/** What became of a stanza when its lines were read. Immutable and thread-safe. */
public sealed interface MatcherReading {
    /** It can be used. */
    record Usable(Matcher matcher) implements MatcherReading {}

    /**
     * It is left out, since it would not do what somebody wanted. Nothing else suffers; Proxmox would send nothing at all.
     *
     * @param matcher its name
     * @param faults all of them, in the order of the keys
     */
    record Faulty(String matcher, List<Fault> faults) implements MatcherReading {
        public Faulty {
            faults = List.copyOf(faults);
        }
    }
}
