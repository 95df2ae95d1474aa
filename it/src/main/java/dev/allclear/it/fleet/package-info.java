/** Stand-ins for whole clusters and backup servers: their APIs on real sockets, whose state the tests change while they run. */
@NullMarked
package dev.allclear.it.fleet;

import org.jspecify.annotations.NullMarked;
