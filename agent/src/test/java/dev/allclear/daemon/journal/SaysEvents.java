package dev.allclear.daemon.journal;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A program that logs what the journal is to get; few enough for a socket's queue. */
final class SaysEvents {
    static final String TWO_LINES = "the first line\nSEVERITY=not a field";

    private SaysEvents() {}

    public static void main(String[] args) {
        Logger log = LoggerFactory.getLogger("dev.allclear");
        log.info("without fields");
        log.atWarn()
                .addKeyValue("ALLCLEAR_TYPE", "vzdump")
                .addKeyValue("PRIORITY", "5")
                .log("{}", "Grüße vom Host");
        log.atError().addKeyValue("ALLCLEAR_REASON", TWO_LINES).log("two lines");
        log.atError()
                .addKeyValue("ALLCLEAR_A", "a".repeat(100_000))
                .addKeyValue("ALLCLEAR_B", "b".repeat(100_000))
                .addKeyValue("ALLCLEAR_C", "c".repeat(100_000))
                .addKeyValue("ALLCLEAR_D", "d".repeat(100_000))
                .addKeyValue("ALLCLEAR_E", "e".repeat(100_000))
                .log("very long");
    }
}
