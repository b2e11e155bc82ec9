package org.letterlock.admin.edge;

import java.net.InetAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.letterlock.contracts.access.IpAddress;

/**
 * The connections that the edge has opened to the HTTP server behind it, by their own address and port: nobody else on this
 * machine can have both while they live. So the server knows who speaks, with no word of it on the wire that a client could
 * write too. The port alone would not do: somebody else may have it at another loopback address. Safe for use by any thread.
 */
final class EdgeConnections {
    private record End(IpAddress address, int port) {}

    private final Map<End, EdgeClient> clients = new ConcurrentHashMap<>();

    void add(IpAddress address, int port, EdgeClient client) {
        clients.put(new End(address, port), client);
    }

    void remove(IpAddress address, int port) {
        clients.remove(new End(address, port));
    }

    /** @param address in text form */
    Optional<EdgeClient> find(String address, int port) {
        IpAddress parsed = IpAddress.of(InetAddress.ofLiteral(address).getAddress());
        return Optional.ofNullable(clients.get(new End(parsed, port)));
    }
}
