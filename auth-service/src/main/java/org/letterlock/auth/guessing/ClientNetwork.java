package org.letterlock.auth.guessing;

import java.util.Optional;
import org.letterlock.contracts.access.IpAddress;
import org.letterlock.contracts.access.IpAddress.Family;
import org.letterlock.mailsyntax.ParseResult.Parsed;

/**
 * What counts as one client (GUESS-1): an IPv4 address, or the /64 network of an IPv6 address.
 *
 * @param first its first address
 * @param prefixLength 32 or 64
 */
record ClientNetwork(IpAddress first, int prefixLength) {
    private static final int IPV6_PREFIX = 64;

    static ClientNetwork of(IpAddress address) {
        int prefixLength = address.family() == Family.IPV4 ? Family.IPV4.bits() : IPV6_PREFIX;
        return new ClientNetwork(address.first(prefixLength), prefixLength);
    }

    /** Empty for what is no address. */
    static Optional<ClientNetwork> parse(String address) {
        return IpAddress.parse(address) instanceof Parsed<IpAddress>(IpAddress parsed)
                ? Optional.of(of(parsed))
                : Optional.empty();
    }

    /** The key of its block for other services, such as {@code 192.0.2.1/32}. */
    String key() {
        return first.format() + "/" + prefixLength;
    }
}
