/** The channel through the host's own sendmail. */
@NullMarked
package dev.allclear.deliver.sendmail;

import org.jspecify.annotations.NullMarked;
