package org.letterlock.sasl;

/**
 * What a client brings to an exchange.
 *
 * @param bindings data of the TLS channel; needed by a mechanism with channel binding
 * @param plusOffered whether the server offered a mechanism with channel binding
 * @param nonce at least 18 random octets in printable form without a comma, used once
 * @param protocol what is spoken
 * @param host the server's name as it was looked up
 */
public record ClientParameters(
        ChannelBindings bindings, boolean plusOffered, String nonce, SaslProtocol protocol, String host) {
    public ClientParameters {
        if (!ScramSyntax.isNonce(nonce)) {
            throw new IllegalArgumentException("not a nonce");
        }
    }
}
