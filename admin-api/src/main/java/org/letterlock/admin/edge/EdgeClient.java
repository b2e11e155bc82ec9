package org.letterlock.admin.edge;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.letterlock.netty.listener.Peer;
import org.letterlock.netty.tls.TlsIdentity;

/**
 * Who is at the other end of a connection to the edge.
 *
 * @param shown the certificate that the client was shown
 */
record EdgeClient(Peer peer, TlsIdentity shown) {
    private static final String ATTRIBUTE = EdgeClient.class.getName();

    /** Whose request this is; empty where it did not come through the edge's port. */
    static Optional<EdgeClient> of(HttpServletRequest request) {
        return request.getAttribute(ATTRIBUTE) instanceof EdgeClient client ? Optional.of(client) : Optional.empty();
    }

    void attachTo(HttpServletRequest request) {
        request.setAttribute(ATTRIBUTE, this);
    }
}
