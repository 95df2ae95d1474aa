/** How the agent writes to the systemd journal: entries with fields where it can, lines with a priority elsewhere. */
@NullMarked
package dev.allclear.daemon.journal;

import org.jspecify.annotations.NullMarked;
