/** The first five minutes: what is on this host, what its hook scripts do, and a configuration made of both. */
@NullMarked
package dev.allclear.cli.setup;

import org.jspecify.annotations.NullMarked;
