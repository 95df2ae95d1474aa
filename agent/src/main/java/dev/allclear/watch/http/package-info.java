/** Asking a Proxmox API over HTTPS: one pooled client per source, pinned certificates, answers as values. */
@NullMarked
package dev.allclear.watch.http;

import org.jspecify.annotations.NullMarked;
