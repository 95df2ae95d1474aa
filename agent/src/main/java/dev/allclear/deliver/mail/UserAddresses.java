package dev.allclear.deliver.mail;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Where the addresses of a product's users are looked up: its user.cfg, or its API. Implementations are thread-safe. */
public interface UserAddresses {

    /**
     * What was found. Immutable and thread-safe.
     *
     * @param address as it is written there, unchecked; null if there is none
     * @param why there is none, and what to do, continuing "USER gets no mail: "; empty when there is one
     */
    record Lookup(@Nullable String address, String why) {
        /** An address. */
        public static Lookup found(String address) {
            return new Lookup(address, "");
        }

        /** None. */
        public static Lookup none(String why) {
            return new Lookup(null, why);
        }
    }

    /** The address of {@code user@realm}. Called for each mail; never throws. */
    Lookup address(String userId);

    /** Asks one after the other, for hosts with several products; the first address counts. */
    static UserAddresses firstOf(List<UserAddresses> places) {
        List<UserAddresses> all = List.copyOf(places);
        return userId -> {
            List<Lookup> lookups =
                    all.stream().map(place -> place.address(userId)).toList();
            return lookups.stream()
                    .filter(lookup -> lookup.address() != null)
                    .findFirst()
                    .orElseGet(() -> Lookup.none(
                            lookups.isEmpty()
                                    ? "there is no user.cfg on this host; write the address with 'mailto'"
                                    : lookups.stream()
                                            .map(Lookup::why)
                                            .distinct()
                                            .collect(Collectors.joining("; "))));
        };
    }
}
