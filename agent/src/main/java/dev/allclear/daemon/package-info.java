/** Life cycle of the service: wiring, reload, signals, logging. */
@NullMarked
package dev.allclear.daemon;

import org.jspecify.annotations.NullMarked;
