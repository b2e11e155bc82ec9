package org.letterlock.sasl;

/**
 * What a proof is checked with. One that belongs to another mechanism proves nothing: the exchange fails as with a wrong
 * password (POL-9).
 */
public sealed interface Verifier permits ScramKeys, CramMd5Keys, DigestMd5Keys, NtlmVerdict, ApopPassword {}
