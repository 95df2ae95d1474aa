package dev.allclear.watch;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;

/** Says which right is missing and how to give it. */
final class Rights {
    private static final String GIVE =
            "The service's user has to be of the groups root, www-data and backup: type `systemctl cat allclear`, "
                    + "where SupplementaryGroups= has to name them, or give the source a `url` and a token.";

    private Rights() {}

    static String cannotReadLog(TaskLayout layout, Path log, String reason) {
        return "cannot read " + log + ": " + reason + ". " + layout.rights() + ", so the "
                + "outcome of such tasks stays unknown and nothing is pushed for them. " + GIVE
                + " It is tried again with every full look.";
    }

    static String cannotList(Path directory, IOException e) {
        String advice = e instanceof AccessDeniedException ? " " + GIVE : "";
        return "cannot look into " + directory + ": " + reason(e) + ". Tasks in there are not seen." + advice
                + " It is tried again with every full look.";
    }

    static String reason(IOException e) {
        return e instanceof AccessDeniedException ? "permission denied" : String.valueOf(e.getMessage());
    }
}
