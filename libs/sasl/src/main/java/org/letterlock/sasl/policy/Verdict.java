package org.letterlock.sasl.policy;

/** Whether a connection may do something, and if not, why. */
public sealed interface Verdict {
    /** It may. */
    record Allowed() implements Verdict {}

    /** It may not. */
    record Refused(Cause cause) implements Verdict {
        /** How the client is told. */
        public Reply reply() {
            return switch (cause) {
                case MODE, BEARER_IN_CLEAR -> Reply.TLS;
                case NOT_ENABLED, OTHER_PROTOCOL, NO_VERIFIER, NO_CHANNEL_BINDING, NO_LOGIN_ON_PORT_25, TUNNEL_OFF ->
                    Reply.MECHANISM;
            };
        }
    }

    /** How a client is told. */
    enum Reply {
        /** {@code R:tls}: it works with TLS. */
        TLS,
        /** {@code R:mech}: it does not work at all. */
        MECHANISM
    }

    /** What stands against it. */
    enum Cause {
        /** Not in the policy's list (POL-8). */
        NOT_ENABLED,
        /** The mechanism does not exist in this protocol (POL-6). */
        OTHER_PROTOCOL,
        /** Nobody could check the proof (POL-6). */
        NO_VERIFIER,
        /** There is no TLS channel to bind to (POL-6). */
        NO_CHANNEL_BINDING,
        /** Nobody logs in on the port of mail transfer (POL-13). */
        NO_LOGIN_ON_PORT_25,
        /** The mode wants TLS first (POL-3). */
        MODE,
        /** Tokens never cross the wire in clear (TOK-3). */
        BEARER_IN_CLEAR,
        /** The mode wants a challenge mechanism even inside TLS (POL-4). */
        TUNNEL_OFF
    }
}
