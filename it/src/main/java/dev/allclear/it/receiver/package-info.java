/** Receivers of notifications: HTTP services that answer like the real ones, and a real Postfix. */
@NullMarked
package dev.allclear.it.receiver;

import org.jspecify.annotations.NullMarked;
