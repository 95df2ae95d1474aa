/** The page that shows how everything stands, {@code /metrics} and {@code /healthz}. */
@NullMarked
package dev.allclear.status;

import org.jspecify.annotations.NullMarked;
