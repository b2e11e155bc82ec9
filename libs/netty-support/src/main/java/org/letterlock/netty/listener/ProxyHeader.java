package org.letterlock.netty.listener;

import io.netty.buffer.ByteBuf;
import java.util.zip.CRC32C;
import org.letterlock.contracts.access.IpAddress;

/**
 * The header of the PROXY protocol, version 2, by which a proxy names the client it connects for (haproxy,
 * proxy-protocol.txt section 2.2). It is read strictly: the text form of version 1, transports other than TCP over IP, and
 * anything that is not exactly as long as it says are refused, as early as the octets show it.
 */
sealed interface ProxyHeader {
    /** Longest header with all that proxies add to it. What they add today is some hundred octets. */
    int MAX_LENGTH = 4096;

    /** Not all of it has arrived, and what has is right. */
    record Incomplete() implements ProxyHeader {}

    /** The connection is for that client, who has connected to that destination. */
    record Proxied(IpAddress source, int sourcePort, IpAddress destination, int destinationPort)
            implements ProxyHeader {}

    /** The connection is the proxy's own, such as a health check. */
    record Local() implements ProxyHeader {}

    /** It is none, or not one that is read here. */
    record Bad(String reason) implements ProxyHeader {}

    /**
     * Takes a header from the front of {@code in}; takes nothing unless all of it is there and right.
     *
     * <pre>
     * header  = 12 octets of signature, version 2 and command (one octet), family and transport (one octet),
     *           length of what follows (two octets), addresses, *tlv
     * tlv     = type (one octet), length (two octets), value
     * </pre>
     */
    static ProxyHeader read(ByteBuf in) {
        int start = in.readerIndex();
        int available = in.readableBytes();
        for (int i = 0; i < Math.min(available, Layout.SIGNATURE.length); i++) {
            if (in.getByte(start + i) != Layout.SIGNATURE[i]) {
                return new Bad("no header of version 2");
            }
        }
        if (available > Layout.COMMAND && !isKnownCommand(in.getUnsignedByte(start + Layout.COMMAND))) {
            return new Bad("unknown version or command");
        }
        if (available < Layout.FIXED) {
            return new Incomplete();
        }
        int length = Layout.FIXED + in.getUnsignedShort(start + Layout.LENGTH);
        if (length > MAX_LENGTH) {
            return new Bad("too long");
        }
        boolean isLocal = in.getUnsignedByte(start + Layout.COMMAND) == Layout.LOCAL;
        int addresses = addressLength(in.getUnsignedByte(start + Layout.FAMILY));
        if (!isLocal && addresses == 0) {
            return new Bad("neither TCP over IPv4 nor TCP over IPv6");
        }
        if (!isLocal && length < Layout.FIXED + addresses) {
            return new Bad("too short for its addresses");
        }
        if (available < length) {
            return new Incomplete();
        }
        if (isLocal) { // whose family and addresses mean nothing
            in.skipBytes(length);
            return new Local();
        }
        byte[] header = new byte[length];
        in.getBytes(start, header);
        if (!areWhole(header, Layout.FIXED + addresses)) {
            return new Bad("additions that are cut off, or whose checksum is wrong");
        }
        in.skipBytes(length);
        return proxied(header, (addresses - 2 * Layout.PORT) / 2);
    }

    private static boolean isKnownCommand(int versionAndCommand) {
        return versionAndCommand == Layout.LOCAL || versionAndCommand == Layout.PROXY;
    }

    private static int addressLength(int familyAndTransport) {
        return switch (familyAndTransport) {
            case 0x11 -> 2 * (4 + Layout.PORT);
            case 0x21 -> 2 * (16 + Layout.PORT);
            default -> 0;
        };
    }

    private static Proxied proxied(byte[] header, int octets) {
        int source = Layout.FIXED;
        int destination = source + octets;
        int ports = destination + octets;
        return new Proxied(
                address(header, source, octets),
                number(header, ports),
                address(header, destination, octets),
                number(header, ports + Layout.PORT));
    }

    private static boolean areWhole(byte[] header, int first) {
        int at = first;
        while (at < header.length) {
            int value = at + Layout.TLV;
            if (value > header.length || value + number(header, at + 1) > header.length) {
                return false;
            }
            int length = number(header, at + 1);
            if (header[at] == Layout.CHECKSUM && !isChecksum(header, value, length)) {
                return false;
            }
            at = value + length;
        }
        return true;
    }

    // Over the whole header, with zeros in place of the checksum itself.
    private static boolean isChecksum(byte[] header, int at, int length) {
        if (length != Integer.BYTES) {
            return false;
        }
        CRC32C checksum = new CRC32C();
        checksum.update(header, 0, at);
        checksum.update(new byte[Integer.BYTES]);
        checksum.update(header, at + Integer.BYTES, header.length - at - Integer.BYTES);
        long said = (long) number(header, at) << Short.SIZE | number(header, at + Short.BYTES);
        return said == checksum.getValue();
    }

    private static IpAddress address(byte[] header, int at, int octets) {
        byte[] address = new byte[octets];
        System.arraycopy(header, at, address, 0, octets);
        return IpAddress.of(address);
    }

    private static int number(byte[] header, int at) {
        return Byte.toUnsignedInt(header[at]) << Byte.SIZE | Byte.toUnsignedInt(header[at + 1]);
    }

    /** Where what stands. */
    final class Layout {
        private static final byte[] SIGNATURE = {0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A
        };
        private static final int COMMAND = 12;
        private static final int FAMILY = 13;
        private static final int LENGTH = 14;
        private static final int FIXED = 16;
        private static final int PORT = 2;
        private static final int TLV = 3;
        private static final int LOCAL = 0x20;
        private static final int PROXY = 0x21;
        private static final byte CHECKSUM = 0x03;

        private Layout() {}
    }
}
