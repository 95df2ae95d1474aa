/** The command line, one class per command. */
@NullMarked
package dev.allclear.cli;

import org.jspecify.annotations.NullMarked;
