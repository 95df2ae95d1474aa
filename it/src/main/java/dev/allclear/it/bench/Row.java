package dev.allclear.it.bench;

/**
 * One line of the table.
 *
 * @param what was measured
 * @param measured the agent's figure
 * @param aim what it should be; empty when there is none
 * @param peer the same figure of something else, in the same run; empty when there is none
 */
record Row(String what, String measured, String aim, String peer) {}
