/** Pushing to monitors of Cronitor. */
@NullMarked
package dev.allclear.deliver.cronitor;

import org.jspecify.annotations.NullMarked;
