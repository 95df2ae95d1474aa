/** Which targets an event reaches: Proxmox's matchers. Pure: no I/O, no clock, no threads. */
@NullMarked
package dev.allclear.route;

import org.jspecify.annotations.NullMarked;
