package org.letterlock.admin.edge;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.Optional;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;

/**
 * Gives each request the address of the client in place of the edge's own. A request of anybody else on this machine has not
 * been through the checks of the port, and is refused.
 */
final class EdgeValve extends ValveBase {
    private static final int MISDIRECTED = 421; // RFC 9110 section 15.5.20

    private final EdgeConnections connections;

    EdgeValve(EdgeConnections connections) {
        super(true);
        this.connections = connections;
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        Optional<EdgeClient> client = connections.find(request.getRemoteAddr(), request.getRemotePort());
        if (client.isEmpty()) {
            response.setStatus(MISDIRECTED);
            return;
        }
        String address = client.get().peer().address().format();
        request.setRemoteAddr(address);
        request.setRemoteHost(address);
        client.get().attachTo(request.getRequest());
        getNext().invoke(request, response);
    }
}
