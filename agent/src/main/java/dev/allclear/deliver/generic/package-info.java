/** Pushing to any URL that shall be asked after a success. */
@NullMarked
package dev.allclear.deliver.generic;

import org.jspecify.annotations.NullMarked;
