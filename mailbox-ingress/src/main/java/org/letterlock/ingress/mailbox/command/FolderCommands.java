package org.letterlock.ingress.mailbox.command;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.letterlock.contracts.mailbox.Folder;
import org.letterlock.contracts.mailbox.FolderStatus;
import org.letterlock.contracts.mailbox.MailboxStore;
import org.letterlock.contracts.mailbox.StoreResult;
import org.letterlock.contracts.mailbox.StoreResult.Done;
import org.letterlock.contracts.mailbox.StoreResult.Refusal;
import org.letterlock.contracts.mailbox.StoreResult.Refused;
import org.letterlock.imap.command.ImapCommand;
import org.letterlock.imap.command.SpecialUse;
import org.letterlock.imap.command.StatusItem;
import org.letterlock.imap.mailbox.MailboxName;
import org.letterlock.imap.response.ImapResponse;
import org.letterlock.imap.response.ResponseCode;
import org.letterlock.imap.response.StatusText;

/** CREATE, DELETE, RENAME, SUBSCRIBE, UNSUBSCRIBE, STATUS (RFC 9051 sections 6.3.4 to 6.3.8, 6.3.11). */
final class FolderCommands {
    private static final StatusText NOT_THAT_USE =
            StatusText.no(ResponseCode.USEATTR, "Special use not supported, or more than one");

    private final MailboxStore store;
    private final long appendLimit;

    FolderCommands(MailboxStore store, long appendLimit) {
        this.store = store;
        this.appendLimit = appendLimit;
    }

    CommandOutcome create(MailboxSession session, ImapCommand.Create command) {
        Optional<Folder.SpecialUse> use = command.uses().stream().findFirst().flatMap(FolderCommands::use);
        if (command.uses().size() > 1 || use.isEmpty() != command.uses().isEmpty()) {
            return CommandOutcome.of(NOT_THAT_USE);
        }
        return outcome(
                store.createFolder(session.owner(), command.mailbox().value(), use.orElse(null)), "Create completed");
    }

    private static Optional<Folder.SpecialUse> use(SpecialUse use) {
        return switch (use) {
            case ARCHIVE -> Optional.of(Folder.SpecialUse.ARCHIVE);
            case DRAFTS -> Optional.of(Folder.SpecialUse.DRAFTS);
            case JUNK -> Optional.of(Folder.SpecialUse.JUNK);
            case SENT -> Optional.of(Folder.SpecialUse.SENT);
            case TRASH -> Optional.of(Folder.SpecialUse.TRASH);
            case ALL, FLAGGED -> Optional.empty();
        };
    }

    CommandOutcome delete(MailboxSession session, ImapCommand.Delete command) {
        return outcome(store.deleteFolder(session.owner(), command.mailbox().value()), "Delete completed");
    }

    CommandOutcome rename(MailboxSession session, ImapCommand.Rename command) {
        return outcome(
                store.renameFolder(
                        session.owner(), command.from().value(), command.to().value()),
                "Rename completed");
    }

    CommandOutcome subscribe(MailboxSession session, ImapCommand.Subscribe command) {
        return outcome(store.subscribe(session.owner(), command.mailbox().value(), true), "Subscribe completed");
    }

    CommandOutcome unsubscribe(MailboxSession session, ImapCommand.Unsubscribe command) {
        StoreResult<Folder> result =
                store.subscribe(session.owner(), command.mailbox().value(), false);
        // What does not exist is not subscribed either, which is what was asked for.
        return result instanceof Refused<Folder>(Refusal refusal) && refusal == Refusal.NONEXISTENT
                ? CommandOutcome.ok("Unsubscribe completed")
                : outcome(result, "Unsubscribe completed");
    }

    private static CommandOutcome outcome(StoreResult<Folder> result, String text) {
        return switch (result) {
            case Done<Folder> _ -> CommandOutcome.ok(text);
            case Refused<Folder>(Refusal refusal) -> CommandOutcome.of(Refusals.of(refusal));
        };
    }

    CommandOutcome status(MailboxSession session, ImapCommand.Status command, Responses responses) {
        StoreResult<FolderStatus> result = store.folders(session.owner()).stream()
                .filter(folder -> folder.name().equals(command.mailbox().value()))
                .findFirst()
                .map(folder -> store.status(session.owner(), folder.id()))
                .orElseGet(() -> new Refused<>(Refusal.NONEXISTENT));
        return switch (result) {
            case Refused<FolderStatus>(Refusal refusal) -> CommandOutcome.of(Refusals.of(refusal));
            case Done<FolderStatus>(FolderStatus status) -> {
                responses.add(response(command.mailbox(), status, command.items()));
                yield CommandOutcome.ok("Status completed");
            }
        };
    }

    ImapResponse response(MailboxName name, FolderStatus status, List<StatusItem> items) {
        SequencedMap<StatusItem, Long> values = new LinkedHashMap<>();
        for (StatusItem item : items) {
            values.put(
                    item,
                    switch (item) {
                        case MESSAGES -> status.messages();
                        case UIDNEXT -> status.uidNext().value();
                        case UIDVALIDITY -> status.uidValidity().value();
                        case UNSEEN -> status.unseen();
                        case DELETED -> status.deleted();
                        case SIZE -> status.size();
                        case APPENDLIMIT -> appendLimit;
                        case RECENT -> 0L; // only a session that selects the mailbox finds out
                    });
        }
        return new ImapResponse.Status(name, values);
    }
}
