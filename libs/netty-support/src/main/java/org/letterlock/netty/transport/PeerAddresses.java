package org.letterlock.netty.transport;

import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.net.SocketException;
import java.util.Set;
import java.util.stream.Collectors;
import org.letterlock.contracts.access.IpAddress;

/** From the addresses of sockets to ours. */
public final class PeerAddresses {
    private PeerAddresses() {}

    /** The IP address of a connected socket's end; IPv4-mapped ones are IPv4 (SVC-13). */
    public static IpAddress ipOf(SocketAddress address) {
        return IpAddress.of(((InetSocketAddress) address).getAddress().getAddress());
    }

    /** The port of a connected socket's end. */
    public static int portOf(SocketAddress address) {
        return ((InetSocketAddress) address).getPort();
    }

    /** Every address that this machine has at the moment. */
    public static Set<IpAddress> ofThisMachine() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .map(address -> IpAddress.of(address.getAddress()))
                    .collect(Collectors.toUnmodifiableSet());
        } catch (SocketException e) {
            throw new UncheckedIOException(e);
        }
    }
}
