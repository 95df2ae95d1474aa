/** What there is to look at, as values: the terminal and the page show the same. Reads the ledger, formats nothing. */
@NullMarked
package dev.allclear.status.view;

import org.jspecify.annotations.NullMarked;
