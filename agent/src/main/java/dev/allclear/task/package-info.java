/** What happened: UPIDs, task states and what a task log tells. Pure: no I/O, no clock, no threads. */
@NullMarked
package dev.allclear.task;

import org.jspecify.annotations.NullMarked;
