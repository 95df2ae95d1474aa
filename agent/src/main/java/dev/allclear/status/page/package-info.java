/**
 * The pages as HTML. The templates in {@code src/main/jte} become classes of this package; they escape everything that is
 * put into them for the place where it stands.
 */
@NullMarked
package dev.allclear.status.page;

import org.jspecify.annotations.NullMarked;
