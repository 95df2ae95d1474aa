package dev.allclear.it.fleet;

import dev.allclear.it.world.UpidText;

/**
 * What the name of a PVE task says, but for the node.
 *
 * @param pstart in ticks since boot
 * @param started Unix seconds
 * @param user with the token, if there is one
 */
record TaskName(long pid, long pstart, long started, String type, String id, String user) {
    String upid(String node) {
        return UpidText.pve(node, pid, pstart, started, type, id, user);
    }

    String userWithoutToken() {
        int token = user.indexOf('!');
        return token < 0 ? user : user.substring(0, token);
    }

    /** Empty when the user is none. */
    String token() {
        return user.substring(Math.min(user.length(), userWithoutToken().length() + 1));
    }
}
