package org.letterlock.messageauth.dkim;

import org.letterlock.mailsyntax.dkim.BodyDigest;
import org.letterlock.mailsyntax.dkim.Canonicalization;

/**
 * A form of the body that a signature has hashed.
 *
 * @param limit how many octets of the canonical body count ({@code l=}); {@link BodyDigest#WHOLE} without a limit
 */
public record BodyForm(Canonicalization canonicalization, long limit) {
    public BodyForm {
        if (limit < 0) {
            throw new IllegalArgumentException("a limit is not negative");
        }
    }

    /** A digest to feed with the body. */
    public BodyDigest newDigest() {
        return new BodyDigest(canonicalization, limit);
    }

    /** Whether there is a limit. */
    public boolean isLimited() {
        return limit != BodyDigest.WHOLE;
    }
}
