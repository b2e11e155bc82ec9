package org.letterlock.egress.delivery;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.Topics;
import org.letterlock.contracts.event.DeliveryEvent;
import org.letterlock.contracts.event.DeliveryEvent.Outcome;
import org.letterlock.contracts.mail.AcceptedMessage;
import org.letterlock.egress.delivery.AttemptResult.Handshake;
import org.letterlock.egress.delivery.AttemptResult.Verdict;
import org.letterlock.egress.queue.EntryUpdate;
import org.letterlock.egress.queue.Lease;
import org.letterlock.egress.queue.QueueEntry;
import org.letterlock.egress.queue.QueueStore;
import org.letterlock.egress.queue.RetrySchedule;
import org.letterlock.egress.report.ReportKind;
import org.letterlock.egress.report.ReportPolicy;
import org.letterlock.egress.report.ReportWriter;
import org.letterlock.egress.report.ReportWriter.Written;
import org.letterlock.egress.report.ReportedRecipient;
import org.letterlock.service.kafka.NoAnswerException;
import org.letterlock.service.kafka.Outbox;
import org.letterlock.smtp.client.RecipientOutcome.DsnSupport;
import org.letterlock.smtp.reply.EnhancedStatusCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Makes the results of attempts true: queue, reports and events in one transaction, so that a crash leaves either nothing or
 * all of it, and a report is neither lost nor sent twice.
 */
public final class Settlement {
    private static final Logger LOG = LoggerFactory.getLogger(Settlement.class);
    private static final Duration SIGNER_AWAY = Duration.ofMinutes(5);
    private static final EnhancedStatusCode EXPIRED = new EnhancedStatusCode(5, 4, 7);
    private static final EnhancedStatusCode DELETED = new EnhancedStatusCode(5, 7, 0);

    private final QueueStore store;
    private final TransactionOperations transaction;
    private final RetrySchedule schedule;
    private final ReportPolicy policy;
    private final ReportWriter writer;
    private final Outbox outbox;
    private final MailLog log;
    private final InstantSource clock;
    private final Lease lease;

    Settlement(
            QueueStore store,
            TransactionOperations transaction,
            RetrySchedule schedule,
            ReportPolicy policy,
            ReportWriter writer,
            Outbox outbox,
            MailLog log,
            InstantSource clock,
            Lease lease) {
        this.store = store;
        this.transaction = transaction;
        this.schedule = schedule;
        this.policy = policy;
        this.writer = writer;
        this.outbox = outbox;
        this.log = log;
        this.clock = clock;
        this.lease = lease;
    }

    /** What a result changes, and what the world hears of it. */
    private record Change(
            AttemptResult result,
            EntryUpdate update,
            Outcome outcome,
            @Nullable ReportKind report) {}

    /** Settles the results of one attempt. */
    void settle(AcceptedMessage message, List<AttemptResult> results) {
        Instant now = clock.instant();
        List<Change> changes =
                results.stream().map(result -> change(message, result, now)).toList();
        write(lease, message, changes, Unsigned.WAITS, now, () -> {});
    }

    /**
     * Gives up entries that an administrator has deleted and taken for {@code taken}.
     *
     * @param told what the same transaction tells of it (AUD-7)
     */
    public void delete(Lease taken, AcceptedMessage message, List<QueueEntry> entries, Bounce bounce, Runnable told) {
        Instant now = clock.instant();
        List<Change> changes = new ArrayList<>();
        for (QueueEntry entry : entries) {
            AttemptResult result =
                    new AttemptResult(entry, new Verdict.Refused(), DELETED, "Deleted by an administrator", null, null);
            Change refused = change(message, result, now);
            changes.add(
                    switch (bounce) {
                        case WITH_REPORT -> refused;
                        case SILENT -> new Change(result, refused.update(), refused.outcome(), null);
                    });
        }
        write(taken, message, changes, Unsigned.FAILS, now, told);
    }

    /** Puts entries aside that cannot be worked on; an administrator decides. */
    void hold(List<QueueEntry> entries) {
        Instant now = clock.instant();
        transaction.executeWithoutResult(_ -> {
            store.hold(lease, entries);
            for (QueueEntry entry : entries) {
                outbox.add(
                        Topics.DELIVERY_EVENTS,
                        entry.queueId().toString(),
                        new DeliveryEvent(entry.queueId(), entry.recipient().destination(), Outcome.HELD, null, now));
            }
        });
    }

    /** Whether the sender hears of a deletion. */
    public enum Bounce {
        WITH_REPORT,
        SILENT
    }

    private Change change(AcceptedMessage message, AttemptResult result, Instant now) {
        QueueEntry entry = result.entry();
        return switch (result.verdict()) {
            case Verdict.Relayed(DsnSupport dsnSupport) ->
                new Change(
                        result,
                        new EntryUpdate.Relayed(entry, result.status(), result.reply()),
                        Outcome.RELAYED,
                        dsnSupport == DsnSupport.UNSUPPORTED && policy.wants(message, entry, ReportKind.RELAYED)
                                ? ReportKind.RELAYED
                                : null);
            case Verdict.Refused _ -> failed(message, result, result.status());
            case Verdict.Deferred(Handshake handshake) ->
                schedule.isExpired(message, now)
                        ? failed(message, result, handshake == Handshake.DEMANDED ? forGood(result.status()) : EXPIRED)
                        : deferred(message, result, handshake, now);
        };
    }

    // QUEUE-11: who waited in vain for the TLS that the route demands is told so.
    private static EnhancedStatusCode forGood(EnhancedStatusCode status) {
        return new EnhancedStatusCode(5, status.subject(), status.detail());
    }

    private Change failed(AcceptedMessage message, AttemptResult result, EnhancedStatusCode status) {
        QueueEntry entry = result.entry();
        AttemptResult given =
                new AttemptResult(entry, result.verdict(), status, result.reply(), result.remoteHost(), result.tls());
        return new Change(
                given,
                new EntryUpdate.Failed(entry, status, result.reply()),
                Outcome.BOUNCED,
                policy.wants(message, entry, ReportKind.FAILED) ? ReportKind.FAILED : null);
    }

    private Change deferred(AcceptedMessage message, AttemptResult result, Handshake handshake, Instant now) {
        QueueEntry entry = result.entry();
        boolean late = !entry.warned() && schedule.isLate(message, now);
        return new Change(
                result,
                new EntryUpdate.Deferred(
                        entry,
                        result.status(),
                        result.reply(),
                        schedule.nextAttempt(message, entry.attempts() + 1, now),
                        handshake == Handshake.FAILED,
                        entry.warned() || late),
                Outcome.DELAYED,
                late && policy.wants(message, entry, ReportKind.DELAYED) ? ReportKind.DELAYED : null);
    }

    /** What happens when a report cannot be signed now. */
    private enum Unsigned {
        /** Whoever is reported on is tried again soon, so that nothing is lost and nobody else gets the message twice. */
        WAITS,
        /** Whoever asked for it is told. */
        FAILS
    }

    private void write(
            Lease holder, AcceptedMessage message, List<Change> wanted, Unsigned unsigned, Instant now, Runnable told) {
        List<Written> reports = new ArrayList<>();
        try {
            List<Change> changes = reported(message, wanted, unsigned, now, reports);
            transaction.executeWithoutResult(_ -> {
                store.lock(message.queueId());
                store.settle(holder, changes.stream().map(Change::update).toList());
                for (Written report : reports) {
                    outbox.add(Topics.MAIL_ACCEPTED, report.report().queueId().toString(), report.report());
                }
                for (Change change : changes) {
                    outbox.add(Topics.DELIVERY_EVENTS, message.queueId().toString(), event(message, change, now));
                }
                store.finishIfDone(message, now);
                told.run();
            });
            changes.forEach(change -> log.outcome(message, change.outcome(), change.result()));
        } catch (RuntimeException e) {
            reports.forEach(Written::abandon);
            throw e;
        }
    }

    /** Adds the reports to {@code reports}; the changes, those put off whose report cannot be signed now (DKIM-29). */
    private List<Change> reported(
            AcceptedMessage message, List<Change> wanted, Unsigned unsigned, Instant now, List<Written> reports) {
        Map<ReportKind, List<ReportedRecipient>> byKind = new EnumMap<>(ReportKind.class);
        for (Change change : wanted) {
            ReportKind kind = change.report();
            if (kind != null) {
                byKind.computeIfAbsent(kind, _ -> new ArrayList<>()).add(reported(message, change, now));
            }
        }
        Set<ReportKind> missing = EnumSet.noneOf(ReportKind.class);
        byKind.forEach((kind, recipients) -> {
            try {
                writer.write(kind, message, recipients, now).ifPresent(reports::add);
            } catch (NoAnswerException e) {
                if (unsigned == Unsigned.FAILS) {
                    throw e;
                }
                LOG.warn("id={} a report cannot be signed now: {}", message.queueId(), e.toString());
                missing.add(kind);
            }
        });
        return wanted.stream()
                .map(change -> missing.contains(change.report()) ? putOff(change, now) : change)
                .toList();
    }

    // What was relayed is: it cannot be tried again, and its success report is the one thing that can be done without.
    private static Change putOff(Change change, Instant now) {
        EntryUpdate update = change.update();
        return switch (update) {
            case EntryUpdate.Relayed _ -> new Change(change.result(), update, change.outcome(), null);
            case EntryUpdate.Failed _, EntryUpdate.Deferred _ ->
                new Change(
                        change.result(),
                        new EntryUpdate.Deferred(
                                update.entry(),
                                update.status(),
                                update.reply(),
                                now.plus(SIGNER_AWAY),
                                update.entry().avoidTls(),
                                update.entry().warned()),
                        Outcome.DELAYED,
                        null);
        };
    }

    private ReportedRecipient reported(AcceptedMessage message, Change change, Instant now) {
        AttemptResult result = change.result();
        return new ReportedRecipient(
                result.entry(),
                result.status(),
                result.reply(),
                result.remoteHost(),
                now,
                change.report() == ReportKind.DELAYED ? schedule.expiry(message) : null);
    }

    private static DeliveryEvent event(AcceptedMessage message, Change change, Instant now) {
        return new DeliveryEvent(
                message.queueId(),
                change.result().entry().recipient().destination(),
                change.outcome(),
                change.result().reply(),
                now);
    }
}
