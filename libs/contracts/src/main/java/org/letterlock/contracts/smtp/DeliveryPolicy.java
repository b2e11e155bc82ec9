package org.letterlock.contracts.smtp;

import java.util.List;

/**
 * How mail travels on: when it is tried again and given up (QUEUE-2), how much is sent at once (QUEUE-4), and what becomes of
 * it before (HDR-2, DKIM-26, QUEUE-9).
 *
 * @param retryAfterSeconds after the first, second, ... failed attempt; the last one repeats; at least one
 * @param warnAfterSeconds when the sender is told that a message waits; 0 for never
 * @param expireAfterSeconds when a message is given up, 1 hour to 30 days
 * @param expireReportsAfterSeconds when a message with the null reverse-path is given up
 * @param parallelDeliveries of one replica, 1 to 500
 * @param parallelPerDomain of one replica to one destination domain, 1 to 100
 * @param recipientsPerTransaction how many RCPT commands a delivery has at most, 1 to 1000
 * @param hideClientAddress whose address the Received field leaves out
 * @param signedConversion what becomes of 8-bit content before it is signed
 * @param logSubjects whether the mail log has the subjects of messages
 */
public record DeliveryPolicy(
        List<Integer> retryAfterSeconds,
        int warnAfterSeconds,
        int expireAfterSeconds,
        int expireReportsAfterSeconds,
        int parallelDeliveries,
        int parallelPerDomain,
        int recipientsPerTransaction,
        HideClientAddress hideClientAddress,
        SignedConversion signedConversion,
        boolean logSubjects) {
    /** What holds until somebody changes it. */
    public static final DeliveryPolicy DEFAULT = new DeliveryPolicy(
            List.of(300, 900, 1800, 3600, 7200, 14_400),
            14_400,
            432_000,
            172_800,
            20,
            5,
            20,
            HideClientAddress.PRIVATE,
            SignedConversion.PREEMPTIVE,
            false);

    public DeliveryPolicy {
        retryAfterSeconds = List.copyOf(retryAfterSeconds);
        if (retryAfterSeconds.isEmpty()) {
            throw new IllegalArgumentException("there is a time to the next attempt");
        }
    }

    /** HDR-2. */
    public enum HideClientAddress {
        /** Nobody's. */
        NEVER,
        /** That of senders of ours who come from a private address. */
        PRIVATE,
        /** That of all senders who have logged in. */
        SUBMISSION
    }

    /** DKIM-26; lines over 998 octets are re-encoded always (SMTP-10). */
    public enum SignedConversion {
        /** It is made 7-bit, so that the signature survives servers without 8BITMIME. */
        PREEMPTIVE,
        /** It stays. */
        OFF
    }
}
