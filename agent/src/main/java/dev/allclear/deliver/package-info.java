/** Saying it: the outbox worker, its back-off, and one package per channel. */
@NullMarked
package dev.allclear.deliver;

import org.jspecify.annotations.NullMarked;
