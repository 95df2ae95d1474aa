package dev.allclear.status;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The users of a password file, one {@link PasswordLine} each; empty lines and {@code #} lines do not count. Thread-safe. */
final class Passwords {
    /** Why a file is of no use, in words. */
    static final class Unusable extends Exception {
        private static final long serialVersionUID = 1;

        Unusable(String words) {
            super(words);
        }
    }

    private static final Pattern BASIC = Pattern.compile("[Bb]asic +([A-Za-z0-9+/=]{1,1024})");

    private final Map<String, PasswordLine> users;
    /** By user: what of the header was right once, so that not every picture costs a tenth of a second. */
    private final Map<String, byte[]> known = new ConcurrentHashMap<>();

    private Passwords(Map<String, PasswordLine> users) {
        this.users = Map.copyOf(users);
    }

    static Passwords read(Path file) throws Unusable {
        return parse(text(file), file);
    }

    private static Passwords parse(String text, Path file) throws Unusable {
        Map<String, PasswordLine> users = new HashMap<>();
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                Optional<PasswordLine> user = PasswordLine.parse(line);
                if (user.isEmpty()) {
                    throw new Unusable("line " + (i + 1) + " of the password file " + file
                            + " is none that `allclear password NAME` writes");
                }
                users.put(user.get().name(), user.get());
            }
        }
        if (users.isEmpty()) {
            throw new Unusable("the password file " + file + " names nobody; `allclear password NAME >> " + file
                    + "` adds somebody");
        }
        return new Passwords(users);
    }

    private static String text(Path file) throws Unusable {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new Unusable("the password file " + file
                    + " does not exist; make it with `(umask 077; allclear password NAME > " + file + ")`");
        } catch (AccessDeniedException e) {
            throw new Unusable("the password file " + file
                    + " may not be read by the user of the service; give it to that user's group with `chgrp` and"
                    + " `chmod 640`");
        } catch (IOException e) {
            throw new Unusable("the password file " + file + " cannot be read (" + e + ")");
        }
    }

    /** Whether these {@code Authorization} headers are one, of a user with the right password. */
    boolean opens(List<String> headers) {
        Matcher basic = BASIC.matcher(headers.size() == 1 ? headers.get(0) : "");
        if (!basic.matches()) {
            return false;
        }
        String pair;
        try {
            pair = new String(Base64.getDecoder().decode(basic.group(1)), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
        int colon = pair.indexOf(':');
        return colon > 0 && opens(pair.substring(0, colon), pair.substring(colon + 1));
    }

    private boolean opens(String user, String password) {
        // An unknown name takes as long as a known one, so that nobody learns which there are.
        PasswordLine line = users.getOrDefault(user, users.values().iterator().next());
        byte[] digest = line.digest(password);
        byte[] before = known.get(user);
        if (before != null && MessageDigest.isEqual(before, digest)) {
            return true;
        }
        boolean right = slowly(line, password) && users.containsKey(user);
        if (right) {
            known.put(user, digest);
        }
        return right;
    }

    /** One at a time: who guesses keeps one core busy at most. */
    private synchronized boolean slowly(PasswordLine line, String password) {
        return line.matches(password);
    }
}
