/** Measurements of the packaged agent, beside what one would use instead, in one table. Shown, not asserted. */
@NullMarked
package dev.allclear.it.bench;

import org.jspecify.annotations.NullMarked;
