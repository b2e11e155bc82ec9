package org.letterlock.contracts.mail;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.letterlock.mailsyntax.address.ReversePath;

/**
 * Who a message is from and for, apart from what its header says.
 *
 * @param returned how much of the message a failure report returns (RFC 3461 section 4.3); null where not said
 * @param envelopeId ENVID, decoded from xtext (RFC 3461 section 4.4)
 * @param recipients one for each destination, at least one
 */
public record Envelope(
        ReversePath reversePath,
        @Nullable Returned returned,
        @Nullable String envelopeId,
        List<Recipient> recipients) {
    public Envelope {
        recipients = List.copyOf(recipients);
        if (recipients.isEmpty()) {
            throw new IllegalArgumentException("no recipient");
        }
    }

    /** RFC 3461 section 4.3. */
    public enum Returned {
        FULL,
        HEADERS
    }
}
