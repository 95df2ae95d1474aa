/** The channel to Uptime Kuma's push monitors, for 1.23 and 2.x. */
@NullMarked
package dev.allclear.deliver.kuma;

import org.jspecify.annotations.NullMarked;
