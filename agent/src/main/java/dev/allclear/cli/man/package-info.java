/** The pages of the manual and the completion of the shell, made of what the program knows of itself. */
@NullMarked
package dev.allclear.cli.man;

import org.jspecify.annotations.NullMarked;
