package org.letterlock.egress.route;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;

/** Whether an address or a name is this very machine (QUEUE-14). */
public final class OwnHost {
    private final String hostName;

    /** @param hostName what the installation calls itself */
    public OwnHost(String hostName) {
        this.hostName = hostName;
    }

    boolean isNamed(String host) {
        return hostName.equalsIgnoreCase(host);
    }

    boolean hasAddress(InetAddress address) {
        if (address.isAnyLocalAddress() || address.isLoopbackAddress()) {
            return true;
        }
        try {
            return NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException interfacesUnknown) {
            return false;
        }
    }
}
