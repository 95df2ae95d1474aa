/** Notifications to ntfy. */
@NullMarked
package dev.allclear.deliver.ntfy;

import org.jspecify.annotations.NullMarked;
