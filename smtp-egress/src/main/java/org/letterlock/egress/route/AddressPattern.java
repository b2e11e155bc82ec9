package org.letterlock.egress.route;

import org.letterlock.service.listing.Wildcards;

/**
 * A pattern for addresses: {@code *} stands for any characters, {@code ?} for one, letter case does not count.
 */
public record AddressPattern(String text) {

    /** Whether the whole address fits. */
    public boolean matches(String address) {
        return Wildcards.match(text, address);
    }
}
