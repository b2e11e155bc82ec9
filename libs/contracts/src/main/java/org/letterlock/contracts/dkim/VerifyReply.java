package org.letterlock.contracts.dkim;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the signatures are worth.
 *
 * @param signatures one for each DKIM-Signature field, the verified ones first and among them those of the author's domain
 * @param chain what the message's ARC chain is worth; null where it has none
 */
public record VerifyReply(
        List<Signature> signatures, @Nullable Chain chain) {
    public VerifyReply {
        signatures = List.copyOf(signatures);
    }

    /**
     * The verdict on one signature (DKIM-43). The tags are as the peer wrote them, empty where the field has none.
     *
     * @param reason for the administrator, ASCII; may be empty
     * @param domain {@code d=}
     * @param identity {@code i=}
     * @param selector {@code s=}
     * @param algorithm {@code a=}
     * @param value so much of {@code b=} as tells it apart
     * @param testing whether its key says that it is being tested, and so it counts for nothing (DKIM-44)
     */
    public record Signature(
            Result result,
            String reason,
            String domain,
            String identity,
            String selector,
            String algorithm,
            String value,
            boolean testing) {
        /** Whether the domain answers for the message. */
        public boolean counts() {
            return result == Result.PASS && !testing;
        }
    }

    /**
     * An ARC chain (RFC 8617).
     *
     * @param passes whether it is whole
     * @param reason why it is not, ASCII; empty where it is
     * @param length how many sets it has; 0 unless it passes
     * @param oldestPass the oldest message signature that verifies with all newer ones, 0 for all; 0 unless it passes
     */
    public record Chain(boolean passes, String reason, int length, int oldestPass) {}

    /** RFC 8601 section 2.7.1. */
    public enum Result {
        PASS,
        POLICY,
        FAIL,
        TEMPERROR,
        PERMERROR,
        NEUTRAL
    }
}
