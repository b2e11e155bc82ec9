package org.letterlock.admin.edge;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.letterlock.contracts.access.IpAddress;
import org.letterlock.contracts.access.IpGroupId;
import org.letterlock.netty.access.AccessPolicies;

/**
 * Gives each request the address of the client in place of the edge's own, or the one that a trusted proxy tells of; what
 * anybody else says of it is dropped (SVC-15). A request of anybody else on this machine has not been through the checks of
 * the port, and is refused.
 */
final class EdgeValve extends ValveBase {
    private static final int MISDIRECTED = 421; // RFC 9110 section 15.5.20
    private static final int BAD_REQUEST = 400;
    private static final String FORWARDED = "forwarded";
    private static final String OLDER = "x-forwarded-";

    private final EdgeConnections connections;
    private final AccessPolicies policies;

    EdgeValve(EdgeConnections connections, AccessPolicies policies) {
        super(true);
        this.connections = connections;
        this.policies = policies;
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        Optional<EdgeClient> client = connections.find(request.getRemoteAddr(), request.getRemotePort());
        if (client.isEmpty()) {
            response.setStatus(MISDIRECTED);
            return;
        }
        IpAddress peer = client.get().peer().address();
        Optional<IpAddress> forwarded = Optional.empty();
        IpGroupId proxies = policies.connections().trustedProxies();
        if (policies.isMember(proxies, peer)) {
            List<String> standard = values(request, FORWARDED);
            List<String> older = values(request, OLDER + "for");
            if (ForwardedFor.disagree(standard, older, hop -> policies.isMember(proxies, hop))) {
                response.setStatus(BAD_REQUEST);
                return;
            }
            forwarded = ForwardedFor.client(standard, older, hop -> policies.isMember(proxies, hop));
        }
        String address = forwarded.orElse(peer).format();
        dropForwarded(request);
        request.setRemoteAddr(address);
        request.setRemoteHost(address);
        client.get().attachTo(request.getRequest());
        getNext().invoke(request, response);
    }

    private static List<String> values(Request request, String field) {
        return Collections.list(request.getHeaders(field));
    }

    private static void dropForwarded(Request request) {
        for (String name : Collections.list(request.getHeaderNames())) {
            String field = name.toLowerCase(Locale.ROOT);
            if (field.equals(FORWARDED) || field.startsWith(OLDER)) {
                request.getCoyoteRequest().getMimeHeaders().removeHeader(name);
            }
        }
    }
}
