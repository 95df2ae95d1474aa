/** When a job is due: calendar events as Proxmox understands them. Pure: no I/O, no clock, no threads. */
@NullMarked
package dev.allclear.schedule;

import org.jspecify.annotations.NullMarked;
