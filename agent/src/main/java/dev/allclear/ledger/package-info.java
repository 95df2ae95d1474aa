/** The durable memory: tasks, runs, verdicts and deliveries in SQLite. */
@NullMarked
package dev.allclear.ledger;

import org.jspecify.annotations.NullMarked;
