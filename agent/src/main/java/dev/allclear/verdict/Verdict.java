package dev.allclear.verdict;

import java.time.Duration;
import java.util.List;

/** The judgement over one run. Every verdict carries its reasons in words. Immutable and thread-safe. */
public sealed interface Verdict {

    /** Why, one sentence each, for the person who asks. Never empty. */
    List<String> reasons();

    /** The word used in output: all-clear, failed, incomplete, empty or missed. */
    String word();

    /**
     * Every guest that belongs to the run has a finished backup, and every task ended well.
     *
     * @param guests number of guests backed up
     * @param warnings number of warnings on the way
     * @param duration from the start of the run to its end
     */
    record AllClear(int guests, int warnings, Duration duration, List<String> reasons) implements Verdict {
        @Override
        public String word() {
            return "all-clear";
        }
    }

    /** Something that belongs to the run went wrong. */
    record Failed(List<String> reasons) implements Verdict {
        @Override
        public String word() {
            return "failed";
        }
    }

    /** Nothing is known to be wrong, but not everything is proven. */
    record Incomplete(List<String> reasons) implements Verdict {
        @Override
        public String word() {
            return "incomplete";
        }
    }

    /** The task ended well and backed up nothing. */
    record Empty(List<String> reasons) implements Verdict {
        @Override
        public String word() {
            return "empty";
        }
    }

    /** The run did not take place. */
    record Missed(List<String> reasons) implements Verdict {
        @Override
        public String word() {
            return "missed";
        }
    }
}
