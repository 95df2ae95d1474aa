/** Is it an all-clear: jobs, runs and their verdicts. Pure: no I/O, no clock, no threads. */
@NullMarked
package dev.allclear.verdict;

import org.jspecify.annotations.NullMarked;
