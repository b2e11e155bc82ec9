package org.letterlock.contracts.mail;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.directory.Destination;
import org.letterlock.mailsyntax.address.AddrSpec;

/**
 * One final recipient of a message.
 *
 * @param given the address of the RCPT command that led here; an alias or group is still in it
 * @param destination where the copy goes; unique within the message
 * @param notifyOn when the sender wants to hear (RFC 3461 section 4.1); empty where the client did not say
 * @param originalRecipient ORCPT as received, decoded from xtext (RFC 3461 section 4.2), with its address type
 */
public record Recipient(
        AddrSpec given,
        Destination destination,
        Set<Notify> notifyOn,
        @Nullable String originalRecipient) {
    public Recipient {
        notifyOn = Set.copyOf(notifyOn);
        if (notifyOn.contains(Notify.NEVER) && notifyOn.size() > 1) {
            throw new IllegalArgumentException("NEVER stands alone");
        }
    }

    /** RFC 3461 section 4.1. */
    public enum Notify {
        NEVER,
        SUCCESS,
        FAILURE,
        DELAY
    }
}
