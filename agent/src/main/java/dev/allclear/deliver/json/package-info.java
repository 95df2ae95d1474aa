/** The little JSON that messages and answers need. */
@NullMarked
package dev.allclear.deliver.json;

import org.jspecify.annotations.NullMarked;
