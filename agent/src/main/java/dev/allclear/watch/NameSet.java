package dev.allclear.watch;

/**
 * A set of names that keeps 64 bits of each: 16 bytes for a name instead of 150. Two of a million names are taken for one
 * with a probability of one in 30 million; the second task would then go unseen, which is silence, never a wrong
 * all-clear. Single-threaded.
 */
final class NameSet {
    private static final int SMALLEST = 16;

    /** Open addressing; 0 is a free place. */
    private long[] places = new long[SMALLEST];

    private int size;

    boolean contains(String name) {
        long hash = hash(name);
        return places[place(places, hash)] == hash;
    }

    void add(String name) {
        long hash = hash(name);
        int place = place(places, hash);
        if (places[place] == hash) {
            return;
        }
        places[place] = hash;
        size++;
        if (size > places.length / 4 * 3) {
            grow();
        }
    }

    int size() {
        return size;
    }

    private void grow() {
        long[] larger = new long[places.length * 2];
        for (long hash : places) {
            if (hash != 0) {
                larger[place(larger, hash)] = hash;
            }
        }
        places = larger;
    }

    private static int place(long[] places, long hash) {
        int mask = places.length - 1;
        int place = (int) hash & mask;
        while (places[place] != 0 && places[place] != hash) {
            place = (place + 1) & mask;
        }
        return place;
    }

    /** Multiplies by an odd constant per character (FNV-1a), then mixes high bits into the low ones (MurmurHash3). */
    private static long hash(String name) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < name.length(); i++) {
            hash = (hash ^ name.charAt(i)) * 0x100000001b3L;
        }
        hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
        hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
        hash ^= hash >>> 33;
        return hash == 0 ? 1 : hash;
    }
}
