/** Pushing to Gatus, by its external endpoints. */
@NullMarked
package dev.allclear.deliver.gatus;

import org.jspecify.annotations.NullMarked;
