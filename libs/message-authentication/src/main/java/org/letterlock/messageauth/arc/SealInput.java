package org.letterlock.messageauth.arc;

import java.io.ByteArrayOutputStream;
import org.letterlock.mailsyntax.dkim.CanonicalHeader;
import org.letterlock.mailsyntax.dkim.Canonicalization;
import org.letterlock.mailsyntax.header.HeaderField;
import org.letterlock.messageauth.dkim.SignedHeader;

/**
 * What a seal signs (RFC 8617 section 5.1.1): the sets before it and its own, each in the order results, message signature,
 * seal, in relaxed form. Not safe for use by several threads.
 */
final class SealInput {
    private final ByteArrayOutputStream earlier = new ByteArrayOutputStream();

    /** Adds a set in front of what the next seal signs. */
    void add(HeaderField results, HeaderField signature, HeaderField seal) {
        earlier.writeBytes(relaxed(results));
        earlier.writeBytes(relaxed(signature));
        earlier.writeBytes(relaxed(seal));
    }

    /** The octets for a seal, which may have its value or not. */
    byte[] of(HeaderField results, HeaderField signature, HeaderField seal) {
        ByteArrayOutputStream input = new ByteArrayOutputStream();
        input.writeBytes(earlier.toByteArray());
        input.writeBytes(relaxed(results));
        input.writeBytes(relaxed(signature));
        input.writeBytes(SignedHeader.withoutValue(seal, Canonicalization.RELAXED));
        return input.toByteArray();
    }

    private static byte[] relaxed(HeaderField field) {
        return CanonicalHeader.of(field, Canonicalization.RELAXED);
    }
}
