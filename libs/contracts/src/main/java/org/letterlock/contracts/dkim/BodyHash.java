package org.letterlock.contracts.dkim;

import org.letterlock.mailsyntax.dkim.Canonicalization;

/**
 * A digest of a body that some signature wants; the body itself never travels.
 *
 * @param limit how many octets of the canonical body count ({@code l=}), {@link Long#MAX_VALUE} for all
 * @param sha256 the digest in base64
 * @param canonicalLength octets of the whole canonical body
 */
public record BodyHash(Canonicalization canonicalization, long limit, String sha256, long canonicalLength) {}
