package org.letterlock.smtp.client;

import org.letterlock.mailsyntax.address.Domain;

/**
 * What a delivery runs under.
 *
 * @param helloName what the client introduces itself as
 */
public record ClientProfile(Domain helloName, TlsUse tlsUse, LoginUse loginUse, OutgoingMail mail) {

    /** QUEUE-11. */
    public enum TlsUse {
        /** STARTTLS whenever it is offered (QUEUE-12). */
        OPPORTUNISTIC,
        /** TLS with whoever answers; nothing goes in clear. */
        REQUIRED,
        /** TLS with the server that the certificate names; nothing goes to anybody else. */
        VERIFIED,
        /** In clear; after a failed handshake of an opportunistic delivery, for one try. */
        NEVER;

        boolean wantsTls() {
            return this != NEVER;
        }

        boolean needsTls() {
            return switch (this) {
                case REQUIRED, VERIFIED -> true;
                case OPPORTUNISTIC, NEVER -> false;
            };
        }
    }

    /** Whether the client logs in (RFC 4954). */
    public enum LoginUse {
        /** It stays anonymous, as between mail exchangers. */
        NONE,
        /** No mail is handed over without a login. */
        REQUIRED
    }
}
