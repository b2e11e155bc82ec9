package org.letterlock.sasl;

import java.time.Duration;
import java.time.Instant;

/**
 * When and for which connection a nonce was drawn (AUTH-6). That it is used once only is for the owner of the state to watch.
 *
 * @param connection whatever tells connections apart
 */
public record Issued(Instant at, String connection) {
    /** How long a nonce is good for. */
    public static final Duration LIFETIME = Duration.ofSeconds(60);

    /** How far the clock of the replica that drew it may be ahead. */
    private static final Duration SKEW = Duration.ofSeconds(5);

    /** Whether the nonce may be used. */
    public enum Validity {
        VALID,
        EXPIRED,
        OTHER_CONNECTION
    }

    /** Whether the nonce may be used now by this connection; to the millisecond after {@link #LIFETIME} it may. */
    public Validity judge(Instant now, String usedBy) {
        if (!connection.equals(usedBy)) {
            return Validity.OTHER_CONNECTION;
        }
        Duration age = Duration.between(at, now);
        return age.compareTo(LIFETIME) > 0 || age.compareTo(SKEW.negated()) < 0 ? Validity.EXPIRED : Validity.VALID;
    }
}
