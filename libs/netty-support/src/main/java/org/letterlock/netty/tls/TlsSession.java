package org.letterlock.netty.tls;

/**
 * What client and server agreed on.
 *
 * @param version such as {@code TLSv1.3}
 * @param cipherSuite the registered name, such as {@code TLS_AES_128_GCM_SHA256} (RFC 8314 section 4.3)
 */
public record TlsSession(String version, String cipherSuite) {}
