/**
 * The expressions of {@code match-field regex:}: Rust's dialect, read here and run by RE2/J. Pure: no I/O, no clock, no threads.
 *
 * <p>Proxmox compiles them with the {@code regex} crate. RE2/J is of the same family (linear time, no look-around, no
 * back-references) but knows fewer forms, so every expression is rewritten to what both understand alike.
 */
@NullMarked
package dev.allclear.route.regex;

import org.jspecify.annotations.NullMarked;
