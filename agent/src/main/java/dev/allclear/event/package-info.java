/** What is worth telling: typed events with severity, fields and a body. Pure: no I/O, no clock, no threads. */
@NullMarked
package dev.allclear.event;

import org.jspecify.annotations.NullMarked;
