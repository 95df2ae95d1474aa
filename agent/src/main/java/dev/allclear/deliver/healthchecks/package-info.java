/** Pushing to Healthchecks, hosted at healthchecks.io or by oneself. */
@NullMarked
package dev.allclear.deliver.healthchecks;

import org.jspecify.annotations.NullMarked;
