package org.letterlock.mailstore.delivery;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.letterlock.contracts.Octets;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.contracts.directory.AccountRecord;
import org.letterlock.contracts.directory.Directory;
import org.letterlock.contracts.event.DeliveryEvent.Outcome;
import org.letterlock.contracts.mail.AcceptedMessage;
import org.letterlock.contracts.mail.SealedContent;
import org.letterlock.contracts.mailbox.Folder.SpecialUse;
import org.letterlock.contracts.mailbox.FolderId;
import org.letterlock.contracts.mailbox.MailboxChanged;
import org.letterlock.imap.mailbox.ModSeq;
import org.letterlock.mailstore.content.ContentRow;
import org.letterlock.mailstore.content.Contents;
import org.letterlock.mailstore.content.JdbcContentRepository;
import org.letterlock.mailstore.content.MetadataReader;
import org.letterlock.mailstore.delivery.IncomingMessage.Copy;
import org.letterlock.mailstore.delivery.JdbcDeliveryRepository.HeldMessage;
import org.letterlock.mailstore.mailbox.ChangeListener;
import org.letterlock.mailstore.mailbox.JdbcFolderRepository;
import org.letterlock.mailstore.mailbox.Mailbox;
import org.letterlock.mailstore.mailbox.MailboxId;
import org.letterlock.mailstore.mailbox.Mailboxes;
import org.letterlock.mailstore.message.FolderDelta;
import org.letterlock.mailstore.message.JdbcMessageRepository;
import org.letterlock.mailstore.message.JdbcMessageRepository.PlacedMessage;
import org.letterlock.mailstore.message.JdbcMessageRepository.Position;
import org.letterlock.service.kafka.BatchHandler;
import org.letterlock.service.kafka.ConsumedRecord;
import org.letterlock.service.sealing.ContentOpener;
import org.letterlock.service.sealing.ObjectKey;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Puts accepted messages into mailboxes. The records of one poll become one transaction of a few statements, however many
 * they are (a very wide one is cut). A record that comes again has no effect but that its reports are published again. Mail
 * for an account that nobody knows is held in sight (FLOW-3).
 */
final class LocalDelivery implements BatchHandler<AcceptedMessage> {
    private static final int MAX_COPIES = 2_000; // in one transaction
    private static final String NO_ACCOUNT = "the account does not exist";

    private final Directory directory;
    private final Mailboxes mailboxes;
    private final Contents contents;
    private final JdbcContentRepository contentRepository;
    private final JdbcFolderRepository folders;
    private final JdbcMessageRepository messages;
    private final JdbcDeliveryRepository deliveries;
    private final ContentOpener opener;
    private final TransactionTemplate transaction;
    private final ChangeListener listener;
    private final DeliveryReports reports;
    private final MailLog log;
    private final InstantSource clock;

    LocalDelivery(
            Directory directory,
            Mailboxes mailboxes,
            Contents contents,
            JdbcContentRepository contentRepository,
            JdbcFolderRepository folders,
            JdbcMessageRepository messages,
            JdbcDeliveryRepository deliveries,
            ContentOpener opener,
            TransactionTemplate transaction,
            ChangeListener listener,
            DeliveryReports reports,
            MailLog log,
            InstantSource clock) {
        this.directory = directory;
        this.mailboxes = mailboxes;
        this.contents = contents;
        this.contentRepository = contentRepository;
        this.folders = folders;
        this.messages = messages;
        this.deliveries = deliveries;
        this.opener = opener;
        this.transaction = transaction;
        this.listener = listener;
        this.reports = reports;
        this.log = log;
        this.clock = clock;
    }

    @Override
    public void handle(List<ConsumedRecord<AcceptedMessage>> records) {
        List<IncomingMessage> batch = new ArrayList<>();
        int copies = 0;
        for (ConsumedRecord<AcceptedMessage> record : records) {
            List<Copy> local = IncomingMessage.copiesOf(record.value());
            if (local.isEmpty()) {
                continue;
            }
            if (copies + local.size() > MAX_COPIES && !batch.isEmpty()) {
                deliver(batch);
                batch = new ArrayList<>();
                copies = 0;
            }
            batch.add(open(record.value(), local));
            copies += local.size();
        }
        if (!batch.isEmpty()) {
            deliver(batch);
        }
    }

    /** Delivers what is held for accounts that are known now. */
    void releaseHeld(Set<AccountId> accounts) {
        Map<AccountId, Mailbox> known = mailboxes.requireAll(accounts);
        Mailbox hold = mailboxes.require(Mailboxes.HOLD);
        Outcomes outcomes = transaction.execute(_ -> {
            List<HeldMessage> held = deliveries.release(known.keySet());
            List<Placement> placements = held.stream()
                    .map(message -> placement(known, hold, message))
                    .toList();
            return place(placements, hold);
        });
        if (outcomes != null) {
            tell(outcomes);
            outcomes.delivered().forEach(key -> logReleased(key, key.account()));
        }
    }

    /** Delivers one held message to an account of the administrator's choice. Whether there was one. */
    boolean releaseTo(DeliveryKey key, AccountId target) {
        Map<AccountId, Mailbox> instead = Map.of(key.account(), mailboxes.require(target));
        Mailbox hold = mailboxes.require(Mailboxes.HOLD);
        Outcomes outcomes = transaction.execute(_ -> place(
                deliveries.release(key).map(message -> placement(instead, hold, message)).stream()
                        .toList(),
                hold));
        if (outcomes == null || outcomes.delivered().isEmpty()) {
            return false;
        }
        tell(outcomes);
        logReleased(key, target);
        return true;
    }

    private IncomingMessage open(AcceptedMessage accepted, List<Copy> copies) {
        SealedContent content = accepted.content();
        ObjectKey key = opener.unwrap(content);
        try (InputStream octets = opener.open(content, key)) {
            byte[] metadata = contents.sealMetadata(content.id(), key, MetadataReader.read(octets));
            return new IncomingMessage(accepted, ContentRow.of(content, metadata), key, copies);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void deliver(List<IncomingMessage> batch) {
        List<DeliveryKey> keys = batch.stream()
                .flatMap(message -> message.copies().stream())
                .map(Copy::key)
                .toList();
        Map<AccountId, Mailbox> open = openMailboxes(keys);
        Mailbox hold = mailboxes.require(Mailboxes.HOLD);
        Outcomes outcomes = transaction.execute(_ -> deliver(batch, keys, open, hold));
        if (outcomes == null) {
            throw new IllegalStateException("no outcome of a delivery");
        }
        contents.remember(
                batch.stream().map(message -> message.content().content()).toList());
        tell(outcomes);
        log.outcomes(batch, outcomes);
        releaseIfKnownByNow(outcomes.held());
    }

    private Outcomes deliver(
            List<IncomingMessage> batch, List<DeliveryKey> keys, Map<AccountId, Mailbox> open, Mailbox hold) {
        Set<DeliveryKey> due = new HashSet<>(deliveries.markDelivered(keys));
        List<ContentRow> rows = new ArrayList<>();
        List<Placement> placements = new ArrayList<>();
        for (IncomingMessage message : batch) {
            // A record may be there twice in one batch, too.
            List<Copy> copies = message.copies().stream()
                    .filter(copy -> due.remove(copy.key()))
                    .toList();
            if (!copies.isEmpty()) {
                rows.add(message.content());
                copies.forEach(copy -> placements.add(placement(open, message, copy)));
            }
        }
        if (!rows.isEmpty()) {
            contentRepository.insert(rows);
        }
        Outcomes outcomes = place(placements, hold);
        return placements.size() == keys.size() ? outcomes : outcomes.withEarlier(keys, deliveries.heldAmong(keys));
    }

    /** The mailboxes of accounts that are known, be it only by a mailbox they have. */
    private Map<AccountId, Mailbox> openMailboxes(List<DeliveryKey> keys) {
        Set<AccountId> known = new LinkedHashSet<>();
        Set<AccountId> unknown = new LinkedHashSet<>();
        for (DeliveryKey key : keys) {
            boolean exists = directory.findAccount(key.account()).isPresent();
            (exists ? known : unknown).add(key.account());
        }
        Map<AccountId, Mailbox> open = new HashMap<>(mailboxes.requireAll(known));
        open.putAll(mailboxes.findAll(unknown));
        return open;
    }

    private static Placement placement(Map<AccountId, Mailbox> open, IncomingMessage message, Copy copy) {
        return new Placement(
                copy.key(),
                Optional.ofNullable(open.get(copy.account())),
                message.content().content().id(),
                message.key(),
                message.content().content().messageSize(),
                copy.trace(),
                message.acceptedAt(),
                message.accepted().junk());
    }

    private static Placement placement(Map<AccountId, Mailbox> known, Mailbox hold, HeldMessage message) {
        return new Placement(
                message.key(),
                Optional.ofNullable(known.get(message.key().account())),
                message.object(),
                hold.sealing().unwrap(message.object(), message.sealedKey().view()),
                message.size(),
                Octets.wrap(hold.sealing()
                        .openTrace(message.object(), message.sealedTrace().view())),
                message.acceptedAt(),
                false);
    }

    private Outcomes place(List<Placement> placements, Mailbox hold) {
        Map<MailboxId, FolderId> junk = junkFolders(placements);
        Map<FolderId, FolderDelta> added = new HashMap<>();
        for (Placement placement : placements) {
            placement
                    .mailbox()
                    .ifPresent(mailbox -> added.merge(
                            folder(placement, mailbox, junk), FolderDelta.of(0, placement.size()), FolderDelta::plus));
        }
        Map<FolderId, Position> positions = added.isEmpty() ? Map.of() : messages.advance(added);
        Map<FolderId, Long> nextUids = new HashMap<>();
        List<PlacedMessage> placed = new ArrayList<>();
        List<HeldMessage> held = new ArrayList<>();
        List<MailboxChanged> changes = new ArrayList<>();
        for (Placement placement : placements) {
            Mailbox mailbox = placement.mailbox().orElse(null);
            FolderId folder = mailbox == null ? null : folder(placement, mailbox, junk);
            Position position = folder == null ? null : positions.get(folder);
            if (mailbox == null || folder == null || position == null) {
                held.add(placement.heldUnder(hold, clock.instant()));
                continue;
            }
            long uid = nextUids.merge(folder, position.uid(), (next, _) -> next + 1);
            if (uid == position.uid()) {
                changes.add(new MailboxChanged(mailbox.owner(), folder, new ModSeq(position.modSeq())));
            }
            placed.add(new PlacedMessage(folder, placement.row(mailbox, uid, position.modSeq())));
        }
        if (!placed.isEmpty()) {
            messages.insert(placed);
        }
        if (!held.isEmpty()) {
            deliveries.hold(held);
        }
        Set<DeliveryKey> heldKeys = held.stream().map(HeldMessage::key).collect(Collectors.toSet());
        Set<DeliveryKey> delivered = placements.stream()
                .map(Placement::key)
                .filter(key -> !heldKeys.contains(key))
                .collect(Collectors.toSet());
        return new Outcomes(changes, delivered, heldKeys);
    }

    private Map<MailboxId, FolderId> junkFolders(List<Placement> placements) {
        List<MailboxId> wanted = placements.stream()
                .filter(Placement::junk)
                .flatMap(placement -> placement.mailbox().stream())
                .map(Mailbox::id)
                .distinct()
                .toList();
        return wanted.isEmpty() ? Map.of() : folders.findByUse(wanted, SpecialUse.JUNK);
    }

    // Whoever has no Junk gets everything into his INBOX.
    private static FolderId folder(Placement placement, Mailbox mailbox, Map<MailboxId, FolderId> junk) {
        return placement.junk() ? junk.getOrDefault(mailbox.id(), mailbox.inbox()) : mailbox.inbox();
    }

    private void tell(Outcomes outcomes) {
        outcomes.changes().forEach(listener::changed);
        reports.report(outcomes.delivered(), Outcome.DELIVERED, null);
        reports.report(outcomes.held(), Outcome.HELD, NO_ACCOUNT);
    }

    private void logReleased(DeliveryKey key, AccountId account) {
        directory
                .findAccount(account)
                .map(AccountRecord::address)
                .ifPresent(address -> log.released(key.queueId(), address));
    }

    // The directory may have learned of an account just after it was asked.
    private void releaseIfKnownByNow(Set<DeliveryKey> held) {
        Set<AccountId> known = new LinkedHashSet<>();
        for (DeliveryKey key : held) {
            if (directory.findAccount(key.account()).isPresent()) {
                known.add(key.account());
            }
        }
        if (!known.isEmpty()) {
            releaseHeld(known);
        }
    }
}
