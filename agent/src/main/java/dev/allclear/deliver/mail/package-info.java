/** What all mails have in common: who gets them, how they are written, and how long sending may take. */
@NullMarked
package dev.allclear.deliver.mail;

import org.jspecify.annotations.NullMarked;
