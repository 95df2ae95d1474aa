/** The Proxmox host around the packaged agent: its task directory, its nights, and the agent as a process. */
@NullMarked
package dev.allclear.it.world;

import org.jspecify.annotations.NullMarked;
