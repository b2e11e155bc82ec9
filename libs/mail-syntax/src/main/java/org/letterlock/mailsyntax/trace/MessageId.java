package org.letterlock.mailsyntax.trace;

import java.math.BigInteger;
import java.time.Instant;
import org.letterlock.mailsyntax.address.Domain;
import org.letterlock.mailsyntax.header.HeaderField;

/**
 * A message identifier of our own making (RFC 5322 section 3.6.4).
 *
 * @param left dot-atom-text of letters, digits and dots
 * @param right a host name of ours
 */
public record MessageId(String left, Domain right) {
    /** 80 bits make two identifiers of one millisecond differ. */
    public static final int RANDOM_OCTETS = 10;

    /** An identifier for a message written at {@code instant}; {@code random} holds {@link #RANDOM_OCTETS} fresh random octets. */
    public static MessageId of(Instant instant, byte[] random, Domain host) {
        if (random.length != RANDOM_OCTETS) {
            throw new IllegalArgumentException(RANDOM_OCTETS + " random octets are needed");
        }
        String unique = new BigInteger(1, random).toString(36);
        return new MessageId(Long.toString(instant.toEpochMilli(), 36) + "." + unique, host);
    }

    /** With its angle brackets. */
    public String format() {
        return "<" + left + "@" + right.text() + ">";
    }

    /** The Message-ID field. */
    public HeaderField field() {
        return HeaderField.of("Message-ID", format());
    }
}
