package dev.allclear.cli.setup;

/**
 * Something that a hook script gets wrong.
 *
 * @param line where, from 1; 0 for the script as a whole
 * @param text what is wrong and what comes of it; never contains a push URL
 */
public record HookFault(int line, String text) {

    @Override
    public String toString() {
        return (line > 0 ? "line " + line + ": " : "") + text;
    }
}
