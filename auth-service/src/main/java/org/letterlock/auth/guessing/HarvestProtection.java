package org.letterlock.auth.guessing;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.letterlock.contracts.smtp.ClientCount;
import org.letterlock.contracts.smtp.PeerLimits;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Blocks for an hour who asks for more addresses that nobody has than {@code unknownRecipientsPerAddress} within an hour
 * (LIMIT-4), wherever the front ends are that were asked. Callers block; safe for use by any thread.
 */
final class HarvestProtection {
    static final Duration WINDOW = Duration.ofHours(1);
    private static final Duration BLOCK_TIME = Duration.ofHours(1);
    private static final String SERVICE = "smtp";

    private final JdbcFailures failures;
    private final AddressBlocks blocks;
    private final Supplier<PeerLimits> limits;
    private final TransactionOperations transactions;
    private final InstantSource clock;

    HarvestProtection(
            JdbcFailures failures,
            AddressBlocks blocks,
            Supplier<PeerLimits> limits,
            TransactionOperations transactions,
            InstantSource clock) {
        this.failures = failures;
        this.blocks = blocks;
        this.limits = limits;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** Counts an unknown recipient; the same one again counts once. */
    void count(ClientCount unknown) {
        int most = limits.get().unknownRecipientsPerHour();
        Instant windowStart = clock.instant().minus(WINDOW);
        if (most == 0 || unknown.at().isBefore(windowStart)) {
            return;
        }
        ClientNetwork client = ClientNetwork.of(unknown.client());
        transactions.executeWithoutResult(_ -> {
            int counted = failures.countUnknownRecipient(client, unknown.id(), unknown.at(), windowStart);
            if (counted > most) {
                failures.forgetUnknownRecipients(client);
                blocks.addForHarvest(client, counted, BLOCK_TIME, SERVICE);
            }
        });
    }
}
