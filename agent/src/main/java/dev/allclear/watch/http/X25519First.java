package dev.allclear.watch.http;

import java.security.AlgorithmConstraints;
import java.security.AlgorithmParameters;
import java.security.CryptoPrimitive;
import java.security.Key;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Leaves the curves of the X family as the only ones that a handshake offers. The JDK makes a key for two families at once,
 * X25519 and P-256, and the one for P-256 costs more than everything else in a poll; a server that can do X25519, as OpenSSL
 * can since 1.1, takes it anyway. Immutable and thread-safe.
 */
final class X25519First implements AlgorithmConstraints {
    @Override
    public boolean permits(
            Set<CryptoPrimitive> primitives, String algorithm, @Nullable AlgorithmParameters parameters) {
        boolean group = algorithm.startsWith("secp") || algorithm.startsWith("sect") || algorithm.startsWith("ffdhe");
        return !(group && primitives.contains(CryptoPrimitive.KEY_AGREEMENT));
    }

    @Override
    public boolean permits(Set<CryptoPrimitive> primitives, Key key) {
        return true;
    }

    @Override
    public boolean permits(
            Set<CryptoPrimitive> primitives, String algorithm, Key key, @Nullable AlgorithmParameters parameters) {
        return true;
    }
}
