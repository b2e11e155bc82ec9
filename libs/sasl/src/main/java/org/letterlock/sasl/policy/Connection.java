package org.letterlock.sasl.policy;

import org.letterlock.sasl.SaslProtocol;

/**
 * What matters of a connection.
 *
 * @param protocol what the client speaks
 * @param channel whether it is inside TLS
 * @param port whether it is the port of mail transfer between servers, where many peers lack TLS
 * @param peer whether the policy's mode leaves this client alone (POL-2)
 */
public record Connection(SaslProtocol protocol, Channel channel, Port port, Peer peer) {

    /** Whether the connection is inside TLS. */
    public enum Channel {
        CLEAR,
        /** Inside TLS, whose binding data is not known. */
        TLS,
        /** Inside TLS, with data to bind to (RFC 5056). */
        BINDABLE_TLS;

        boolean isEncrypted() {
            return this != CLEAR;
        }
    }

    /** Whether it is port 25. */
    public enum Port {
        PORT_25,
        OTHER
    }

    /** Whether the client is in the exempt group of the mode that is in force. */
    public enum Peer {
        EXEMPT,
        NOT_EXEMPT
    }
}
