package dev.allclear.cli.man;

/**
 * What stands at the foot of a page.
 *
 * @param program with its version
 * @param date of the version, not of the build, so that the same sources always give the same bytes; may be empty
 */
public record Origin(String program, String date) {}
