/** A stand-in for Uptime Kuma that behaves as the real server does, its traps included. */
@NullMarked
package dev.allclear.it.kuma;

import org.jspecify.annotations.NullMarked;
