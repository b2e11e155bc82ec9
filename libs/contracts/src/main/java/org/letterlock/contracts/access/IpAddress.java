package org.letterlock.contracts.access;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import org.letterlock.mailsyntax.ParseResult;
import org.letterlock.mailsyntax.ParseResult.Parsed;
import org.letterlock.mailsyntax.ParseResult.SyntaxError;

/**
 * An IPv4 or IPv6 address. An IPv4-mapped IPv6 address (RFC 4291 section 2.5.5.2) is never one of these: it is read as the
 * IPv4 address that it carries (SVC-13). Ordered by family, then by number.
 *
 * @param high the first 64 bits of an IPv6 address; 0 for IPv4
 * @param low the last 64 bits of an IPv6 address; the 32 bits of an IPv4 address
 */
public record IpAddress(Family family, long high, long low) implements Comparable<IpAddress> {
    private static final Comparator<IpAddress> ORDER = Comparator.comparing(IpAddress::family)
            .thenComparing(IpAddress::high, Long::compareUnsigned)
            .thenComparing(IpAddress::low, Long::compareUnsigned);
    private static final int GROUPS = 8;

    public IpAddress {
        boolean fits = switch (family) {
            case IPV4 -> high == 0 && low >>> 32 == 0;
            case IPV6 -> !isMapped(high, low);
        };
        if (!fits) {
            throw new IllegalArgumentException("not an address of " + family);
        }
    }

    /** The two families, with the length of their addresses in bits. */
    public enum Family {
        IPV4(32),
        IPV6(128);

        private final int bits;

        Family(int bits) {
            this.bits = bits;
        }

        /** Longest prefix length. */
        public int bits() {
            return bits;
        }
    }

    /** The address whose network-order octets these are, 4 or 16. */
    public static IpAddress of(byte[] octets) {
        return switch (octets.length) {
            case 4 -> new IpAddress(Family.IPV4, 0, number(octets, 0, 4));
            case 16 -> ofIpv6(number(octets, 0, 8), number(octets, 8, 8));
            default -> throw new IllegalArgumentException("neither 4 nor 16 octets");
        };
    }

    // IPv4address / IPv6address    RFC 3986 section 3.2.2
    /** Reads the text form: no leading zeros in an IPv4 octet, no zone, no mask, and never a name that would be looked up. */
    public static ParseResult<IpAddress> parse(String text) {
        return text.indexOf(':') < 0 ? parseIpv4(text) : parseIpv6(text);
    }

    /** The 4 or 16 octets in network order. */
    public byte[] octets() {
        return switch (family) {
            case IPV4 -> ByteBuffer.allocate(4).putInt((int) low).array();
            case IPV6 -> ByteBuffer.allocate(16).putLong(high).putLong(low).array();
        };
    }

    /** The same as Java has it. */
    public InetAddress toInetAddress() {
        try {
            return InetAddress.getByAddress(octets());
        } catch (UnknownHostException e) {
            throw new IllegalStateException("4 or 16 octets are an address", e);
        }
    }

    /** The first address that shares {@code prefixLength} bits with this one. */
    public IpAddress first(int prefixLength) {
        return masked(prefixLength, 0);
    }

    /** The last address that shares {@code prefixLength} bits with this one. */
    public IpAddress last(int prefixLength) {
        return masked(prefixLength, -1L);
    }

    /** Whether it is an address by which a machine speaks to itself: 127.0.0.0/8 and ::1. */
    public boolean isLoopback() {
        return switch (family) {
            case IPV4 -> low >>> 24 == 127;
            case IPV6 -> high == 0 && low == 1;
        };
    }

    /** The next higher address of the family, or this one where there is none. */
    public IpAddress next() {
        return switch (family) {
            case IPV4 -> low == 0xFFFF_FFFFL ? this : new IpAddress(family, 0, low + 1);
            case IPV6 -> {
                long nextHigh = low == -1L ? high + 1 : high;
                if (high == -1L && low == -1L) {
                    yield this;
                }
                // The mapped addresses are not there; what follows them is ::1:0:0:0.
                yield isMapped(nextHigh, low + 1)
                        ? new IpAddress(family, 0, 0x1_0000_0000_0000L)
                        : new IpAddress(family, nextHigh, low + 1);
            }
        };
    }

    /** The canonical text: RFC 5952 for IPv6. */
    public String format() {
        return switch (family) {
            case IPV4 -> (low >>> 24) + "." + (low >>> 16 & 0xFF) + "." + (low >>> 8 & 0xFF) + "." + (low & 0xFF);
            case IPV6 -> formatIpv6();
        };
    }

    /** As an address literal of SMTP (RFC 5321 section 4.1.3), brackets included. */
    public String literal() {
        return family == Family.IPV4 ? "[" + format() + "]" : "[IPv6:" + format() + "]";
    }

    @Override
    public int compareTo(IpAddress other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return format();
    }

    private IpAddress masked(int prefixLength, long filler) {
        if (prefixLength < 0 || prefixLength > family.bits()) {
            throw new IllegalArgumentException("no prefix length of " + family + ": " + prefixLength);
        }
        return switch (family) {
            case IPV4 -> {
                long kept = keep(prefixLength + 32);
                yield new IpAddress(family, 0, (low & kept) | (filler & ~kept & 0xFFFF_FFFFL));
            }
            case IPV6 -> {
                long keptHigh = keep(Math.min(prefixLength, 64));
                long keptLow = keep(Math.max(prefixLength - 64, 0));
                yield ofIpv6((high & keptHigh) | (filler & ~keptHigh), (low & keptLow) | (filler & ~keptLow));
            }
        };
    }

    private static long keep(int bits) {
        return bits == 0 ? 0 : -1L << (64 - bits);
    }

    private static boolean isMapped(long high, long low) {
        return high == 0 && low >>> 32 == 0xFFFFL;
    }

    private static IpAddress ofIpv6(long high, long low) {
        return isMapped(high, low)
                ? new IpAddress(Family.IPV4, 0, low & 0xFFFF_FFFFL)
                : new IpAddress(Family.IPV6, high, low);
    }

    private static long number(byte[] octets, int from, int count) {
        long number = 0;
        for (int i = from; i < from + count; i++) {
            number = (number << 8) | (octets[i] & 0xFF);
        }
        return number;
    }

    private static ParseResult<IpAddress> parseIpv4(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 4) {
            return new SyntaxError<>(0, "IPv4address");
        }
        long number = 0;
        for (String part : parts) {
            boolean digits =
                    !part.isEmpty() && part.length() <= 3 && part.chars().allMatch(c -> c >= '0' && c <= '9');
            if (!digits || (part.length() > 1 && part.startsWith("0")) || Integer.parseInt(part) > 255) {
                return new SyntaxError<>(0, "dec-octet");
            }
            number = (number << 8) | Integer.parseInt(part);
        }
        return new Parsed<>(new IpAddress(Family.IPV4, 0, number));
    }

    private static ParseResult<IpAddress> parseIpv6(String text) {
        int gap = text.indexOf("::");
        List<Integer> left = new ArrayList<>();
        List<Integer> right = new ArrayList<>();
        boolean understood = gap < 0
                ? groups(text, left, true) && left.size() == GROUPS
                : groups(text.substring(0, gap), left, false)
                        && groups(text.substring(gap + 2), right, true)
                        && left.size() + right.size() < GROUPS;
        if (!understood) {
            return new SyntaxError<>(0, "IPv6address");
        }
        while (left.size() + right.size() < GROUPS) {
            left.add(0);
        }
        left.addAll(right);
        long high = 0;
        long low = 0;
        for (int i = 0; i < 4; i++) {
            high = (high << 16) | left.get(i);
            low = (low << 16) | left.get(i + 4);
        }
        return new Parsed<>(ofIpv6(high, low));
    }

    /** Reads the groups of one side of the gap; an IPv4 address may be the last two. */
    private static boolean groups(String text, List<Integer> groups, boolean mayEndInIpv4) {
        if (text.isEmpty()) {
            return true;
        }
        String[] parts = text.split(":", -1);
        if (parts.length > GROUPS) {
            return false;
        }
        for (int i = 0; i < parts.length; i++) {
            if (i == parts.length - 1 && mayEndInIpv4 && parseIpv4(parts[i]) instanceof Parsed<IpAddress>(var ipv4)) {
                groups.add((int) (ipv4.low >>> 16));
                groups.add((int) (ipv4.low & 0xFFFF));
            } else if (parts[i].isEmpty()
                    || parts[i].length() > 4
                    || !parts[i].chars().allMatch(HexFormat::isHexDigit)) {
                return false;
            } else {
                groups.add(HexFormat.fromHexDigits(parts[i]));
            }
        }
        return true;
    }

    private String formatIpv6() {
        int[] groups = new int[GROUPS];
        for (int i = 0; i < 4; i++) {
            groups[i] = (int) (high >>> (48 - 16 * i)) & 0xFFFF;
            groups[i + 4] = (int) (low >>> (48 - 16 * i)) & 0xFFFF;
        }
        // RFC 5952 section 4.2: the first longest run of two or more zero groups is shortened.
        int gapStart = -1;
        int gapLength = 1;
        for (int i = 0; i < GROUPS; i++) {
            int end = i;
            while (end < GROUPS && groups[end] == 0) {
                end++;
            }
            if (end - i > gapLength) {
                gapStart = i;
                gapLength = end - i;
            }
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < GROUPS; i++) {
            if (i == gapStart) {
                text.append("::");
                i += gapLength - 1;
            } else {
                boolean first = text.isEmpty() || text.charAt(text.length() - 1) == ':';
                text.append(first ? "" : ":").append(Integer.toHexString(groups[i]));
            }
        }
        return text.toString();
    }
}
