package org.letterlock.messageauth.dkim;

import java.security.MessageDigest;
import java.util.Base64;
import org.letterlock.mailsyntax.dkim.BodyDigest;

/**
 * What the body of a message gave in one {@link BodyForm}.
 *
 * @param sha256 the digest in base64
 * @param canonicalLength octets of the whole canonical body, also where a limit left some of it out of the digest
 */
public record BodyHash(String sha256, long canonicalLength) {
    /** The outcome of a digest that has had the whole body; it can be used only once. */
    public static BodyHash of(BodyDigest digest) {
        String sha256 = Base64.getEncoder().encodeToString(digest.digest());
        return new BodyHash(sha256, digest.canonicalLength());
    }

    boolean matches(byte[] expected) {
        return MessageDigest.isEqual(Base64.getDecoder().decode(sha256), expected);
    }
}
