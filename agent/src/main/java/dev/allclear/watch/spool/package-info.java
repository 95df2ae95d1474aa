/**
 * The spool: a directory in which other processes of this host leave something for the daemon, also while it is down.
 *
 * <p>How nothing gets lost and nothing counts twice: a writer fills {@code tmp-NAME}, forces it to the disk and renames it to
 * {@code NAME}. The daemon moves {@code NAME} into {@code taken/}, which is its alone, hands it over, and deletes it when it is
 * told that the ledger has it. What still lies in {@code taken/} at a start is handed over again; identities derive from
 * {@code NAME}, so that the second time makes nothing new. What is of no use is kept in {@code bad/}.
 */
@NullMarked
package dev.allclear.watch.spool;

import org.jspecify.annotations.NullMarked;
