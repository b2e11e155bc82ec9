package org.letterlock.messageauth.dns;

import java.net.Inet4Address;
import java.net.InetAddress;

/** The two kinds of IP address. */
public enum AddressFamily {
    /** A records. */
    IPV4,
    /** AAAA records (RFC 3596). */
    IPV6;

    /** The family of an address; Java has IPv4-mapped IPv6 addresses as IPv4 already. */
    public static AddressFamily of(InetAddress address) {
        return address instanceof Inet4Address ? IPV4 : IPV6;
    }
}
