/** Notifications to Gotify. */
@NullMarked
package dev.allclear.deliver.gotify;

import org.jspecify.annotations.NullMarked;
