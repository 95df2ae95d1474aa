/** Notifications to any HTTP service, from templates. */
@NullMarked
package dev.allclear.deliver.webhook;

import org.jspecify.annotations.NullMarked;
