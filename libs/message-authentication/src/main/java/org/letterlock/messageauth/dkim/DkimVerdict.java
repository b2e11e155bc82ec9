package org.letterlock.messageauth.dkim;

/**
 * What verification says of one DKIM-Signature field (DKIM-43).
 *
 * @param reason words of our own; empty when there is nothing to say beyond a pass
 * @param testing whether the signer's key says that it is being tested: the result is reported, and counts for no more than
 *     that of an unsigned message (DKIM-44)
 */
public record DkimVerdict(DkimResult result, String reason, SignatureLabel label, boolean testing) {
    /** Whether the signing domain answers for the message. */
    public boolean counts() {
        return result == DkimResult.PASS && !testing;
    }
}
