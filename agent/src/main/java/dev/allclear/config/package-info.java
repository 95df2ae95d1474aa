/** The section-config grammar, agent.conf and jobs.cfg, with every problem at its line. */
@NullMarked
package dev.allclear.config;

import org.jspecify.annotations.NullMarked;
