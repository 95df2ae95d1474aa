/** A night without Proxmox: what the agent sees, decides and pushes, beside what the usual hook scripts do. */
@NullMarked
package dev.allclear.it.demo;

import org.jspecify.annotations.NullMarked;
