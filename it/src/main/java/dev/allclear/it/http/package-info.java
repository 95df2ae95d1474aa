/** A small HTTP/1.1 server on loopback, with and without TLS, for stand-ins that must also misbehave: few threads, many sockets. */
@NullMarked
package dev.allclear.it.http;

import org.jspecify.annotations.NullMarked;
