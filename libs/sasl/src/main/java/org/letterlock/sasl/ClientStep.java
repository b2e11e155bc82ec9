package org.letterlock.sasl;

/** What the client does next. */
public sealed interface ClientStep {
    /** Sends a response; at the start it is the initial response. */
    record Send(SaslMessage response, ClientState next) implements ClientStep {}

    /** Waits for the server's first challenge; only at the start of a mechanism in which the server speaks first. */
    record Wait(ClientState next) implements ClientStep {}

    /** Gives up: cancels the exchange, and must not go on if the server claims success. */
    record Failed(Failure failure) implements ClientStep {}

    /** Why the client gives up. */
    enum Failure {
        /** The challenge does not follow the mechanism's syntax, or comes where none belongs. */
        MALFORMED,
        /** The server asks for too little or too much work, or did not echo the nonce. */
        UNACCEPTABLE,
        /** The server does not know the password either. */
        SERVER_NOT_AUTHENTIC
    }
}
