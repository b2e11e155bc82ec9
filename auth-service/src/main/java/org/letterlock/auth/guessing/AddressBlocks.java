package org.letterlock.auth.guessing;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.TimeOrderedUuid;
import org.letterlock.contracts.Topics;
import org.letterlock.contracts.access.AddressBlock;
import org.letterlock.contracts.event.SecurityEvent;
import org.letterlock.service.kafka.Outbox;
import org.letterlock.service.web.Etags;
import org.letterlock.service.web.Page;
import org.letterlock.service.web.PageRequest;
import org.letterlock.service.web.Principal;
import org.letterlock.service.web.ProblemException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionOperations;

/** Blocks addresses and frees them again, each in one transaction with what it tells the other services (GUESS-7). */
final class AddressBlocks {
    private static final Logger LOG = LoggerFactory.getLogger(AddressBlocks.class);
    private static final String ADMINISTRATION = "admin";

    private final JdbcBlocks blocks;
    private final Outbox outbox;
    private final TransactionOperations transactions;
    private final InstantSource clock;

    AddressBlocks(JdbcBlocks blocks, Outbox outbox, TransactionOperations transactions, InstantSource clock) {
        this.blocks = blocks;
        this.outbox = outbox;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** Blocks who has guessed too often, within the current transaction. A block that goes on already stays as it is. */
    void addForGuessing(ClientNetwork client, ClientTally tally, Duration time, String service) {
        Instant now = now();
        StoredBlock block = block(client, AddressBlock.Reason.GUESSING, now, time, tally.services(), tally.names(), "");
        blocks.put(block, false).ifPresent(stored -> {
            publish(stored);
            LOG.info(
                    "{}: address {} blocked for {} s after {} failed logins",
                    service,
                    client.first().format(),
                    time.toSeconds(),
                    tally.failures());
            tell("block.added", service, stored, Map.of("failures", Integer.toString(tally.failures())));
        });
    }

    /**
     * Blocks who asked for too many recipients that nobody is (LIMIT-4), within the current transaction. Takes the place of a
     * block of another reason that ends earlier: those let mail from there in.
     */
    void addForHarvest(ClientNetwork client, int unknownRecipients, Duration time, String service) {
        Instant now = now();
        StoredBlock block = block(client, AddressBlock.Reason.HARVEST, now, time, Set.of(service), 0, "");
        boolean replaces = blocks.find(client, now)
                .filter(standing -> standing.reason() != AddressBlock.Reason.HARVEST
                        && standing.until().isBefore(block.until()))
                .isPresent();
        blocks.put(block, replaces).ifPresent(stored -> {
            publish(stored);
            LOG.info(
                    "SMTP: address {} blocked for {} s: directory harvest, {} unknown recipients",
                    client.first().format(),
                    time.toSeconds(),
                    unknownRecipients);
            tell("block.added", service, stored, Map.of("unknownRecipients", Integer.toString(unknownRecipients)));
        });
    }

    /** Blocks by hand; takes the place of a block that goes on. */
    StoredBlock addByHand(Principal actor, ClientNetwork client, Duration time, String note) {
        return transactions.execute(_ -> {
            Instant now = now();
            StoredBlock block = block(client, AddressBlock.Reason.BY_HAND, now, time, Set.of(), 0, note);
            StoredBlock stored = blocks.put(block, true).orElseThrow();
            publish(stored);
            tell("block.added", ADMINISTRATION, stored, Map.of("actor", actor.login()));
            return stored;
        });
    }

    /**
     * Ends a block before its time; answers {@code 404} where there is none.
     *
     * @param ifMatch null to end whichever there is
     */
    void remove(Principal actor, ClientNetwork client, @Nullable String ifMatch) {
        transactions.executeWithoutResult(_ -> {
            StoredBlock ended = blocks.end(client, now()).orElseThrow(ProblemException::notFound);
            Etags.requireMatchIfSent(ifMatch, ended.entityTag());
            outbox.add(Topics.ACCESS_BLOCKS, client.key(), null);
            tell("block.removed", ADMINISTRATION, ended, Map.of("actor", actor.login()));
        });
    }

    Page<StoredBlock> list(AddressBlock.@Nullable Reason reason, PageRequest request) {
        return blocks.list(reason, request, now());
    }

    StoredBlock require(ClientNetwork client) {
        return blocks.find(client, now()).orElseThrow(ProblemException::notFound);
    }

    /** Tells of blocks whose time is over; whether there may be more of them. */
    boolean endExpired() {
        Integer ended = transactions.execute(_ -> {
            List<StoredBlock> expired = blocks.endExpired(now());
            for (StoredBlock block : expired) {
                outbox.add(Topics.ACCESS_BLOCKS, block.client().key(), null);
                tell("block.removed", ADMINISTRATION, block, Map.of("actor", "system"));
            }
            return expired.size();
        });
        return Optional.ofNullable(ended).orElse(0) > 0;
    }

    void removeOld() {
        blocks.removeOld(now());
    }

    private static StoredBlock block(
            ClientNetwork client,
            AddressBlock.Reason reason,
            Instant now,
            Duration time,
            Set<String> services,
            int names,
            String note) {
        UUID id = TimeOrderedUuid.of(now, UUID.randomUUID());
        return new StoredBlock(id, client, reason, now, now.plus(time), services, names, 0, note);
    }

    private void publish(StoredBlock block) {
        outbox.add(Topics.ACCESS_BLOCKS, block.client().key(), block.toRecord());
    }

    private void tell(String event, String service, StoredBlock block, Map<String, String> more) {
        Map<String, String> details = new HashMap<>(more);
        details.put("target", "/blocked-addresses/" + block.client().first().format());
        details.put("reason", block.reason().name());
        details.put("until", block.until().toString());
        outbox.add(
                Topics.SECURITY_EVENTS,
                UUID.randomUUID().toString(),
                new SecurityEvent(event, now(), service, block.client().first().format(), details));
    }

    // PostgreSQL keeps microseconds; what others are told must not say more.
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
