/** What the service manager is told: ready, reloading, stopping, how it stands, and that it lives. */
@NullMarked
package dev.allclear.daemon.notify;

import org.jspecify.annotations.NullMarked;
