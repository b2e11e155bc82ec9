package org.letterlock.contracts.mail;

import org.letterlock.contracts.Octets;

/**
 * An object key, wrapped so that one reader can open it (RFC 9180).
 *
 * @param keyVersion which of the reader's key pairs
 * @param encapsulation the HPKE {@code enc}; equal for all objects sealed under one context
 * @param wrappedKey the object key under the key that the context exports for this object
 */
public record KeyEnvelope(Reader reader, int keyVersion, Octets encapsulation, Octets wrappedKey) {}
