/** Watching a Proxmox Backup Server: its task directory and its API. */
@NullMarked
package dev.allclear.watch.pbs;

import org.jspecify.annotations.NullMarked;
