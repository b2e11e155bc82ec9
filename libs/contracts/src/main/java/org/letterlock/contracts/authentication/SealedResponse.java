package org.letterlock.contracts.authentication;

import org.letterlock.contracts.Octets;

/**
 * What the client said, sealed to auth-service's public key (RFC 9180): it may hold a password.
 *
 * @param keyVersion which key pair of auth-service
 */
public record SealedResponse(int keyVersion, Octets encapsulation, Octets ciphertext) {}
