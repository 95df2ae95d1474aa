package dev.allclear.config;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How a token and a certificate are written. None of these values is ever shown: people put one in the place of another.
 * Sources: the token formats of {@code PVE/AccessControl.pm} and {@code pbs-api-types}, of which the wider is taken.
 */
final class ApiAccess {
    /** {@code user@realm!name}. The user's name may hold an at sign itself. */
    static final ValueKind TOKEN_ID = ApiAccess::tokenIdFault;

    /** The secret. Proxmox makes UUIDs; both products decode percent signs, which is why none is allowed. */
    static final ValueKind TOKEN = ValueKind.where(
            text -> Pattern.matches("[A-Za-z0-9._~-]{1,256}", text),
            "is not the secret of a token",
            "write only the secret that was shown when the token was made, without name, '=', ':' or quotes");

    static final ValueKind FINGERPRINT = new ValueKind() {
        private static final Pattern SHA256 = Pattern.compile("[0-9A-Fa-f]{2}(:[0-9A-Fa-f]{2}){31}");

        @Override
        public Optional<Fault> fault(String value) {
            return SHA256.matcher(value).matches()
                    ? Optional.empty()
                    : Optional.of(new Fault(
                            "is not the SHA-256 fingerprint of a certificate",
                            "write 32 pairs of hexadecimal digits with colons between, as shown by 'pvenode cert info'"
                                    + " or, on a backup server, 'proxmox-backup-manager cert info'"));
        }

        /** The products write it in different cases. */
        @Override
        public String canonical(String value) {
            return value.toUpperCase(Locale.ROOT);
        }
    };

    private static final String NAME = "[A-Za-z0-9_][A-Za-z0-9._-]*";
    private static final Pattern ID = Pattern.compile("[^\\s:/=!\\p{Cntrl}]+@" + NAME + "!" + NAME);

    private ApiAccess() {}

    private static Optional<ValueKind.Fault> tokenIdFault(String value) {
        if (ID.matcher(value).matches() && value.length() <= 256) {
            return Optional.empty();
        }
        String why = value.indexOf('!') < 0
                ? "names no token of a user"
                : value.indexOf('=') >= 0 || value.indexOf(':') >= 0
                        ? "holds more than the name of a token"
                        : "is not the name of a token";
        return Optional.of(new ValueKind.Fault(
                why, "write user@realm!name, for example allclear@pve!agent, and its secret behind 'token'"));
    }
}
