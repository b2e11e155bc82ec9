package org.letterlock.netty.listener;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.nio.ByteBuffer;

/** Headers as a proxy sends them. */
final class ProxyHeaders {
    static final byte[] SIGNATURE = {0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A};
    static final int PROXY = 0x21;
    static final int LOCAL = 0x20;
    static final int TCP4 = 0x11;
    static final int TCP6 = 0x21;

    private ProxyHeaders() {}

    /** A right one for that client, whose text says the family. */
    static byte[] of(String source, byte[]... additions) {
        boolean ipv4 = source.indexOf(':') < 0;
        return of(
                PROXY,
                ipv4 ? TCP4 : TCP6,
                addresses(source, ipv4 ? "198.51.100.1" : "2001:db8::1", 4711, 25),
                additions);
    }

    static byte[] of(int command, int family, byte[] addresses, byte[]... additions) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        block.writeBytes(addresses);
        for (byte[] addition : additions) {
            block.writeBytes(addition);
        }
        return ByteBuffer.allocate(16 + block.size())
                .put(SIGNATURE)
                .put((byte) command)
                .put((byte) family)
                .putShort((short) block.size())
                .put(block.toByteArray())
                .array();
    }

    static byte[] addresses(String source, String destination, int sourcePort, int destinationPort) {
        byte[] from = octets(source);
        return ByteBuffer.allocate(2 * from.length + 4)
                .put(from)
                .put(octets(destination))
                .putShort((short) sourcePort)
                .putShort((short) destinationPort)
                .array();
    }

    static byte[] addition(int type, byte[] value) {
        return ByteBuffer.allocate(3 + value.length)
                .put((byte) type)
                .putShort((short) value.length)
                .put(value)
                .array();
    }

    // InetAddress makes IPv4 of a mapped address; here it stays as it is written.
    private static byte[] octets(String address) {
        String mapped = "::ffff:";
        if (!address.startsWith(mapped)) {
            return InetAddress.ofLiteral(address).getAddress();
        }
        return ByteBuffer.allocate(16)
                .position(10)
                .putShort((short) 0xFFFF)
                .put(InetAddress.ofLiteral(address.substring(mapped.length())).getAddress())
                .array();
    }
}
