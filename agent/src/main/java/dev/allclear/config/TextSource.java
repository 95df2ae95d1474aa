package dev.allclear.config;

import dev.allclear.config.AgentConfReader.Text;
import java.nio.file.Path;

/** Gives the texts of further files that a stanza names. */
interface TextSource {
    /** Knows no file. */
    TextSource NONE = file -> new Missing();

    /** The file's text, or why there is none. */
    Found find(Path file);

    /** What came of looking for a file. */
    sealed interface Found {}

    /** It is there. */
    record Present(Text text) implements Found {}

    /** There is no such file. */
    record Missing() implements Found {}

    /** It is there, or may be, and cannot be used. */
    record Unusable(Problem problem) implements Found {}
}
