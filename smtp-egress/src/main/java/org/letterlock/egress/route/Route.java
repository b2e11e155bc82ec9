package org.letterlock.egress.route;

import org.jspecify.annotations.Nullable;
import org.letterlock.mailsyntax.address.Domain;

/** Which way a recipient's mail takes. */
public sealed interface Route {
    /** TCP port of the server. */
    int port();

    /** What protects the connection. */
    TlsMode tls();

    /** The mail exchangers of the domain (RFC 5321 section 5.1). */
    record ToMailExchangers(Domain domain, int port, TlsMode tls) implements Route {}

    /**
     * A host that the administrator has named.
     *
     * @param host name or IP address
     * @param login null where the suite stays anonymous
     */
    record ToHost(
            String host, int port, TlsMode tls, @Nullable HostLogin login) implements Route {}

    /** QUEUE-11, without DANE. */
    enum TlsMode {
        /** Where it is offered. */
        OPPORTUNISTIC,
        /** Always, with whoever answers. */
        REQUIRED,
        /** Always, with the server that the certificate names. */
        VERIFIED,
        /** Never. */
        NONE
    }
}
