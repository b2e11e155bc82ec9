package org.letterlock.egress.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.letterlock.contracts.mail.AcceptedMessage;
import org.letterlock.contracts.smtp.DeliveryPolicy;
import org.letterlock.mailsyntax.address.ReversePath;

/** When an entry is tried again, when its sender is warned and when it is given up (QUEUE-2). */
public final class RetrySchedule {
    private static final double JITTER = 0.1;

    private final Supplier<DeliveryPolicy> policy;
    private final RandomGenerator random;

    /** A schedule by the policy that is in force; {@code random} spreads the retries of many messages. */
    public RetrySchedule(Supplier<DeliveryPolicy> policy, RandomGenerator random) {
        this.policy = policy;
        this.random = random;
    }

    /**
     * When to try again, at the latest when the message expires.
     *
     * @param failedAttempts including the one that has just failed
     */
    public Instant nextAttempt(AcceptedMessage message, int failedAttempts, Instant now) {
        List<Integer> delays = policy.get().retryAfterSeconds();
        Duration delay = Duration.ofSeconds(delays.get(Math.min(failedAttempts, delays.size()) - 1));
        double factor = 1 + JITTER * (2 * random.nextDouble() - 1);
        Instant next = now.plusMillis(Math.round(delay.toMillis() * factor));
        Instant expiry = expiry(message);
        return next.isAfter(expiry) ? expiry : next;
    }

    /** Whether the message is given up when an attempt fails now. */
    public boolean isExpired(AcceptedMessage message, Instant now) {
        return !now.isBefore(expiry(message));
    }

    /** Whether the sender should hear of the delay. */
    public boolean isLate(AcceptedMessage message, Instant now) {
        Duration warnAfter = Duration.ofSeconds(policy.get().warnAfterSeconds());
        return !warnAfter.isZero() && !now.isBefore(message.acceptedAt().plus(warnAfter));
    }

    /** When the message is given up. */
    public Instant expiry(AcceptedMessage message) {
        return message.acceptedAt()
                .plusSeconds(
                        switch (message.envelope().reversePath()) {
                            case ReversePath.Null _ -> policy.get().expireReportsAfterSeconds();
                            case ReversePath.To _ -> policy.get().expireAfterSeconds();
                        });
    }
}
