/** One HTTP request to a target, bounded in time and size, and what became of it in words. */
@NullMarked
package dev.allclear.deliver.http;

import org.jspecify.annotations.NullMarked;
