package dev.allclear.daemon.journal;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gives entries to the journal. */
interface Sender {

    /**
     * Gives one entry to the journal.
     *
     * @param entry {@code FIELD=value} each
     * @throws IOException if the journal did not take it, with the reason
     */
    void send(List<byte[]> entry) throws IOException;

    /** Finds the way to the journal. */
    interface Opening {

        /**
         * The way to the journal, null if standard error is not the journal.
         *
         * @throws IOException if it is and there is no way, with the reason
         */
        @Nullable
        Sender open() throws IOException;
    }
}
