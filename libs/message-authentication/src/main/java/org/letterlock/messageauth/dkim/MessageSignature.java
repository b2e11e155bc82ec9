package org.letterlock.messageauth.dkim;

import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.letterlock.mailsyntax.dkim.Canonicalization;
import org.letterlock.mailsyntax.header.HeaderField;

/**
 * A signature that can be verified: a DKIM-Signature (RFC 6376 section 3.5) or an ARC-Message-Signature (RFC 8617 section
 * 4.1.2).
 *
 * @param field where it stands
 * @param label the tags by which a report names it
 * @param domain {@code d=} in A-labels and lower case
 * @param identityDomain the domain of {@code i=}, which is {@code domain} or below it
 * @param selector {@code s=} in A-labels and lower case
 * @param signedFields {@code h=} in lower case, in order
 * @param bodyHash {@code bh=}, valid base64 without white space
 * @param signature {@code b=}, valid base64 without white space
 * @param signedAt {@code t=}
 * @param expires {@code x=}
 */
public record MessageSignature(
        HeaderField field,
        SignatureLabel label,
        SignatureAlgorithm algorithm,
        Canonicalization headerForm,
        BodyForm bodyForm,
        String domain,
        String identityDomain,
        String selector,
        List<String> signedFields,
        String bodyHash,
        String signature,
        Optional<Instant> signedAt,
        Optional<Instant> expires) {
    public MessageSignature {
        signedFields = List.copyOf(signedFields);
    }

    byte[] bodyHashOctets() {
        return Base64.getDecoder().decode(bodyHash);
    }

    KeyedSignature keyed() {
        return new KeyedSignature(algorithm, domain, identityDomain, selector, signature);
    }
}
