package org.letterlock.messageauth.dkim;

import java.util.Base64;

/**
 * What of a signature field leads to the key and is checked with it: of a {@link MessageSignature}, or of an ARC-Seal, which
 * signs no body (RFC 8617 section 4.1.3).
 *
 * @param domain {@code d=} in A-labels and lower case
 * @param identityDomain {@code domain} or a domain below it
 * @param selector {@code s=} in A-labels and lower case
 * @param signature {@code b=}, valid base64 without white space
 */
public record KeyedSignature(
        SignatureAlgorithm algorithm, String domain, String identityDomain, String selector, String signature) {
    byte[] signatureOctets() {
        return Base64.getDecoder().decode(signature);
    }
}
