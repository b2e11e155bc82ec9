package org.letterlock.dkim.signing;

import java.security.PrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.letterlock.contracts.Octets;
import org.letterlock.dkim.key.Algorithm;
import org.letterlock.dkim.key.Selector;
import org.letterlock.dkim.key.SigningCrypto;
import org.letterlock.mailsyntax.address.Domain;
import org.letterlock.mailsyntax.header.HeaderField;

/** Makes the signature fields of a message (RFC 6376 section 5). Pure but for the cryptography. */
final class MessageSigner {
    private static final int SHA256_OCTETS = 32;

    private final SigningCrypto crypto;

    MessageSigner(SigningCrypto crypto) {
        this.crypto = crypto;
    }

    /** One key to sign with. */
    record Signatory(Selector selector, Algorithm algorithm, PrivateKey key) {}

    /**
     * The fields to put in front of the message, in the order of the signatories; each covers the message, none another
     * signature (DKIM-27).
     *
     * @param bodyDigest SHA-256 over the body in relaxed canonicalization
     */
    List<HeaderField> sign(
            Domain domain,
            List<HeaderField> message,
            Octets bodyDigest,
            List<Signatory> signatories,
            Instant now,
            Duration lifetime) {
        if (bodyDigest.length() != SHA256_OCTETS) {
            throw new IllegalArgumentException("the body digest is no SHA-256");
        }
        SignedFields signed = SignedFields.select(message);
        byte[] canonicalFields = signed.canonical();
        List<HeaderField> signatures = new ArrayList<>(signatories.size());
        for (Signatory signatory : signatories) {
            SignatureField field = new SignatureField(
                    domain, signatory.selector(), signatory.algorithm(), signed.names(), bodyDigest, now, lifetime);
            byte[] hashInput = concatenated(canonicalFields, field.canonical());
            signatures.add(field.format(crypto.sign(signatory.algorithm(), signatory.key(), hashInput)));
        }
        return List.copyOf(signatures);
    }

    private static byte[] concatenated(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
