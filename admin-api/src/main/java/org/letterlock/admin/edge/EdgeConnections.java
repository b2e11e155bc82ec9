package org.letterlock.admin.edge;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The connections that the edge has opened to the HTTP server behind it, by their own port: no two have the same one, and
 * nobody else on this machine can have it while they live. So the server knows who speaks, with no word of it on the wire
 * that a client could write too. Safe for use by any thread.
 */
final class EdgeConnections {
    private final Map<Integer, EdgeClient> clients = new ConcurrentHashMap<>();

    void add(int port, EdgeClient client) {
        clients.put(port, client);
    }

    void remove(int port) {
        clients.remove(port);
    }

    Optional<EdgeClient> find(int port) {
        return Optional.ofNullable(clients.get(port));
    }
}
