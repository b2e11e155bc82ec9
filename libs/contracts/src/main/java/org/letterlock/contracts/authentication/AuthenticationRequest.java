package org.letterlock.contracts.authentication;

import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.Octets;

/** A step of a login. */
public sealed interface AuthenticationRequest {
    /**
     * Starts a SASL exchange (RFC 4422). IMAP LOGIN and the like are PLAIN with an initial response.
     *
     * @param connection id of the connection; the whole exchange is bound to it (AUTH-6)
     * @param service by its name in access policies (ACP-3), such as {@code imap}
     * @param encrypted whether the connection is protected by TLS
     * @param channelBindings data by type name, such as {@code tls-exporter}; empty without TLS
     * @param plusAdvertised whether a mechanism with channel binding was on the list that the client saw
     * @param initialResponse null when the client sent none
     */
    record Begin(
            UUID connection,
            String mechanism,
            String service,
            String clientAddress,
            boolean encrypted,
            Map<String, Octets> channelBindings,
            boolean plusAdvertised,
            @Nullable SealedResponse initialResponse)
            implements AuthenticationRequest {
        public Begin {
            channelBindings = Map.copyOf(channelBindings);
        }
    }

    /**
     * Goes on with an exchange.
     *
     * @param connection the one on which the exchange began
     * @param continuation what the last challenge came with; sealed, for auth-service alone
     */
    record Continue(UUID connection, Octets continuation, SealedResponse response) implements AuthenticationRequest {}

    /**
     * Asks whose API token, or session, this is.
     *
     * @param digest SHA-256 of the token
     * @param cookie whether it came as a cookie, as the sessions of browsers do and nothing else does (SESS-5)
     */
    record CheckToken(Octets digest, String clientAddress, boolean cookie) implements AuthenticationRequest {
        /** A token that came as a bearer token (RFC 6750). */
        public CheckToken(Octets digest, String clientAddress) {
            this(digest, clientAddress, false);
        }
    }
}
