/** How answers look on a terminal: tables, colours, and what of others' text may be shown. */
@NullMarked
package dev.allclear.cli.screen;

import org.jspecify.annotations.NullMarked;
