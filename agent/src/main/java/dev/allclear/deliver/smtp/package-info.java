/** The channel to a mail server over SMTP. */
@NullMarked
package dev.allclear.deliver.smtp;

import org.jspecify.annotations.NullMarked;
