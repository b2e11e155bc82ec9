package org.letterlock.egress.route;

import org.letterlock.mailsyntax.address.Domain;

/** Which way a recipient's mail takes. */
public sealed interface Route {
    /** TCP port of the server. */
    int port();

    /** Whether TLS is used where it is offered. */
    TlsMode tls();

    /** The mail exchangers of the domain (RFC 5321 section 5.1). */
    record ToMailExchangers(Domain domain, int port, TlsMode tls) implements Route {}

    /**
     * A host that the administrator has named.
     *
     * @param host name or IP address
     */
    record ToHost(String host, int port, TlsMode tls) implements Route {}

    /** QUEUE-11, as far as it goes now. */
    enum TlsMode {
        OPPORTUNISTIC,
        NONE
    }
}
