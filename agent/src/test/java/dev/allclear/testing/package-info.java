/** What the tests of several packages share. */
@NullMarked
package dev.allclear.testing;

import org.jspecify.annotations.NullMarked;
