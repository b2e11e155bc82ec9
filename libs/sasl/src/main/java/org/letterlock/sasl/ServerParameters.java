package org.letterlock.sasl;

import java.time.Instant;
import java.util.List;

/**
 * What a server brings to an exchange.
 *
 * @param bindings data of the TLS channel
 * @param plusAdvertised whether the client was offered a mechanism with channel binding
 * @param nonce at least 18 random octets in printable form without a comma, used once (AUTH-6)
 * @param issuedAt when the nonce was drawn
 * @param protocol what the client speaks
 * @param hosts the names that clients know this server by, the own one first; at least one
 * @param realms what DIGEST-MD5 offers, usually the mail domains, the primary one first; may be empty
 * @param shortDomain the name that NTLM clients see; may be empty
 */
public record ServerParameters(
        ChannelBindings bindings,
        boolean plusAdvertised,
        String nonce,
        Instant issuedAt,
        SaslProtocol protocol,
        List<String> hosts,
        List<String> realms,
        String shortDomain) {
    public ServerParameters {
        hosts = List.copyOf(hosts);
        realms = List.copyOf(realms);
        if (!ScramSyntax.isNonce(nonce)) {
            throw new IllegalArgumentException("not a nonce");
        }
        if (hosts.isEmpty()) {
            throw new IllegalArgumentException("a server has a name");
        }
    }
}
