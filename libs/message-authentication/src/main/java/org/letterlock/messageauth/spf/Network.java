package org.letterlock.messageauth.spf;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Optional;

/** A block of addresses. */
final class Network {
    private static final int IPV6 = 16;
    private static final int MAPPED_PREFIX = 12;

    private final byte[] octets;
    private final int prefixLength;

    /** @param octets of an address in it, 4 or 16: an IPv4-mapped IPv6 address has 16 */
    Network(byte[] octets, int prefixLength) {
        this.octets = octets.clone();
        this.prefixLength = prefixLength;
    }

    /** Whether the address is in it; one of the other family never is. */
    boolean contains(InetAddress address) {
        byte[] other = address.getAddress();
        if (other.length != octets.length) {
            return false;
        }
        for (int bit = 0; bit < prefixLength; bit += Byte.SIZE) {
            int mask = 0xFF << Math.max(0, Byte.SIZE - (prefixLength - bit));
            if (((octets[bit / Byte.SIZE] ^ other[bit / Byte.SIZE]) & mask & 0xFF) != 0) {
                return false;
            }
        }
        return true;
    }

    /** The octets of ip4-network: four decimal numbers without leading zeros. */
    static Optional<byte[]> ipv4(String text) {
        String[] parts = text.split("\\.", -1);
        boolean valid = parts.length == 4
                && Arrays.stream(parts)
                        .allMatch(part -> part.matches("0|[1-9][0-9]{0,2}") && Integer.parseInt(part) < 256);
        return valid ? Optional.of(Inet4Address.ofLiteral(text).getAddress()) : Optional.empty();
    }

    /** The octets of ip6-network (RFC 4291 section 2.2). */
    static Optional<byte[]> ipv6(String text) {
        if (!text.contains(":") || !text.matches("[0-9A-Fa-f:.]{2,45}")) {
            return Optional.empty();
        }
        try {
            byte[] octets = Inet6Address.ofLiteral(text).getAddress();
            return Optional.of(octets.length == IPV6 ? octets : mapped(octets));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    // Java turns an IPv4-mapped address into an IPv4 one.
    private static byte[] mapped(byte[] ipv4) {
        byte[] octets = new byte[IPV6];
        octets[MAPPED_PREFIX - 2] = (byte) 0xFF;
        octets[MAPPED_PREFIX - 1] = (byte) 0xFF;
        System.arraycopy(ipv4, 0, octets, MAPPED_PREFIX, ipv4.length);
        return octets;
    }
}
