/** Seeing it: looks at task directories and hands over sightings. */
@NullMarked
package dev.allclear.watch;

import org.jspecify.annotations.NullMarked;
