package org.letterlock.standalone.suite;

import org.letterlock.standalone.LauncherException;

/** The resolver that all services ask, in place of the system's. */
public record DnsServer(String host, int port) {

    /**
     * Reads {@code HOST:PORT}; an IPv6 address stands in brackets.
     *
     * @throws LauncherException when it is something else
     */
    public static DnsServer parse(String text) {
        int colon = text.lastIndexOf(':');
        var digits = text.substring(colon + 1);
        if (colon < 1 || !digits.matches("[0-9]{1,5}")) {
            throw new LauncherException("--dns " + text + " is not HOST:PORT");
        }
        int port = Integer.parseInt(digits);
        if (port < 1 || port > 65535) {
            throw new LauncherException("--dns " + text + ": port " + port + " is out of range");
        }
        return new DnsServer(text.substring(0, colon), port);
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
