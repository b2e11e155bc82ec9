package org.letterlock.netty.listener;

/** How a connection to a port starts. */
public enum Transport {
    /** In clear; the protocol may offer STARTTLS. */
    CLEAR,
    /** With a TLS handshake (RFC 8314 section 3). */
    IMPLICIT_TLS,
    /** With a TLS handshake; who asks in clear HTTP instead is sent to the same place with TLS (SVC-9). */
    HTTPS
}
