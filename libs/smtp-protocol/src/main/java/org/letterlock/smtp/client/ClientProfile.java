package org.letterlock.smtp.client;

import org.letterlock.mailsyntax.address.Domain;

/**
 * What a delivery runs under.
 *
 * @param helloName what the client introduces itself as
 */
public record ClientProfile(Domain helloName, TlsUse tlsUse, OutgoingMail mail) {

    /** QUEUE-11, as far as it goes now. */
    public enum TlsUse {
        /** STARTTLS whenever it is offered (QUEUE-12). */
        OPPORTUNISTIC,
        /** In clear; after a failed handshake, for one try. */
        NEVER
    }
}
