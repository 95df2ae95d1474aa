package dev.allclear.deliver.mail;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The users and their addresses in the {@code user.cfg} of a backup server. Stanzas of other types and keys other than
 * {@code email} do not matter; a line that is none of the grammar makes the whole file useless, as for the server itself.
 * Source: proxmox-section-config 3.1, observed. For one use by one thread.
 */
final class PbsUsers {
    private static final int SHORTEST_NAME = 3;

    /** The file cannot be read past a line. */
    static final class Fault extends Exception {
        private static final long serialVersionUID = 1;
        private final int line;

        Fault(int line) {
            super("line " + line);
            this.line = line;
        }

        int line() {
            return line;
        }
    }

    private final Map<String, String> addresses = new HashMap<>();
    private final Set<String> keys = new HashSet<>();
    /** The stanza being read; null between stanzas. */
    private @Nullable String id;

    private boolean user;
    private @Nullable String email;

    private PbsUsers() {}

    /** The addresses by user, without those who have none. */
    static Map<String, String> read(String text) throws Fault {
        PbsUsers users = new PbsUsers();
        int number = 0;
        for (String line : text.split("\n", -1)) {
            users.read(++number, line.endsWith("\r") ? line.substring(0, line.length() - 1) : line);
        }
        users.leave();
        return users.addresses;
    }

    private void read(int number, String line) throws Fault {
        if (line.isBlank()) {
            leave();
        } else if (id != null) {
            property(number, line);
        } else {
            header(number, line);
        }
    }

    private void header(int number, String line) throws Fault {
        int colon = line.indexOf(':');
        if (colon < 0 || !Character.isAlphabetic(line.codePointAt(0))) {
            throw new Fault(number);
        }
        String name = line.substring(colon + 1).strip();
        user = line.substring(0, colon).strip().equals("user");
        if (user && name.length() < SHORTEST_NAME) {
            throw new Fault(number);
        }
        id = name;
    }

    private void property(int number, String line) throws Fault {
        String entry = line.stripLeading();
        int end = 0;
        while (end < entry.length() && !Character.isWhitespace(entry.charAt(end))) {
            end++;
        }
        String key = entry.substring(0, end);
        if (entry.length() == line.length() || end == entry.length() || (user && !keys.add(key))) {
            throw new Fault(number);
        }
        if (key.equals("email")) {
            email = entry.substring(end).strip();
        }
    }

    /** A later stanza with the same name takes the place of the earlier one, whatever its type. */
    private void leave() {
        if (id != null) {
            addresses.remove(id);
            if (user && email != null) {
                addresses.put(id, email);
            }
        }
        id = null;
        email = null;
        keys.clear();
    }
}
