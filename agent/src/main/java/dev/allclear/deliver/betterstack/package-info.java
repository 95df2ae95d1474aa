/** Pushing to heartbeats of Better Stack. */
@NullMarked
package dev.allclear.deliver.betterstack;

import org.jspecify.annotations.NullMarked;
