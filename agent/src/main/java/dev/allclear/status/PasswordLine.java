package dev.allclear.status;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * One user of a password file: {@code NAME:pbkdf2-sha256:ROUNDS:SALT:HASH}, salt and hash in Base64. From the line the
 * password can only be guessed, each guess costing so many rounds. Immutable and thread-safe.
 */
public final class PasswordLine {
    private static final String SCHEME = "pbkdf2-sha256";
    private static final int ROUNDS = 200_000;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final Pattern FORM =
            Pattern.compile("([^:]+):" + SCHEME + ":([1-9][0-9]{3,7}):([A-Za-z0-9+/]{22}==):([A-Za-z0-9+/]{43}=)");
    private static final Pattern NAME = Pattern.compile("[^:#\\s\\p{Cntrl}][^:\\p{Cntrl}]{0,63}");

    private final String name;
    private final int rounds;
    private final byte[] salt;
    private final byte[] hash;

    private PasswordLine(String name, int rounds, byte[] salt, byte[] hash) {
        this.name = name;
        this.rounds = rounds;
        this.salt = salt;
        this.hash = hash;
    }

    /** Whether a user can be called so: no colon, no control character, at most 64 characters. */
    public static boolean isName(String name) {
        return NAME.matcher(name).matches() && name.equals(name.strip());
    }

    /** A line for this user, with a salt of its own. */
    public static PasswordLine of(String name, String password) {
        byte[] salt = new byte[SALT_BYTES];
        new SecureRandom().nextBytes(salt);
        return new PasswordLine(name, ROUNDS, salt, derive(password, salt, ROUNDS));
    }

    static Optional<PasswordLine> parse(String line) {
        Matcher form = FORM.matcher(line);
        if (!form.matches() || !isName(form.group(1))) {
            return Optional.empty();
        }
        Base64.Decoder base64 = Base64.getDecoder();
        return Optional.of(new PasswordLine(
                form.group(1),
                Integer.parseInt(form.group(2)),
                base64.decode(form.group(3)),
                base64.decode(form.group(4))));
    }

    String name() {
        return name;
    }

    /** Whether it is this password. Takes about a tenth of a second. */
    boolean matches(String password) {
        return MessageDigest.isEqual(hash, derive(password, salt, rounds));
    }

    /** Quick, and of use only to compare with another of this process. */
    byte[] digest(String password) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(salt);
            return digest.digest(password.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static byte[] derive(String password, byte[] salt, int rounds) {
        PBEKeySpec spec = new PBEKeySpec(password.toCharArray(), salt, rounds, HASH_BYTES * 8);
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(spec)
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has PBKDF2WithHmacSHA256", e);
        } finally {
            spec.clearPassword();
        }
    }

    /** The line as it stands in the file. */
    public String line() {
        Base64.Encoder base64 = Base64.getEncoder();
        return name + ":" + SCHEME + ":" + rounds + ":" + base64.encodeToString(salt) + ":"
                + base64.encodeToString(hash);
    }

    /** The name only. */
    @Override
    public String toString() {
        return name;
    }
}
