/** Sighting to outcome to verdict to delivery, committed as one. Run, replay, demo and tests go through it. */
@NullMarked
package dev.allclear.pipeline;

import org.jspecify.annotations.NullMarked;
