/** Watching Proxmox VE through its API. */
@NullMarked
package dev.allclear.watch.pve;

import org.jspecify.annotations.NullMarked;
