package org.letterlock.ingress.mailbox.command;

import java.util.List;
import java.util.Set;
import org.letterlock.contracts.mailbox.MailboxStore;
import org.letterlock.contracts.mailbox.MailboxStore.Copied;
import org.letterlock.contracts.mailbox.MailboxStore.FlagChange;
import org.letterlock.contracts.mailbox.MessageState;
import org.letterlock.contracts.mailbox.StoreResult;
import org.letterlock.contracts.mailbox.StoreResult.Done;
import org.letterlock.contracts.mailbox.StoreResult.Refused;
import org.letterlock.imap.command.ImapCommand;
import org.letterlock.imap.command.StoreAction;
import org.letterlock.imap.command.StoreEcho;
import org.letterlock.imap.mailbox.Flag;
import org.letterlock.imap.mailbox.Numbering;
import org.letterlock.imap.mailbox.Uid;
import org.letterlock.imap.mailbox.UidSet;
import org.letterlock.imap.response.ImapResponse;
import org.letterlock.imap.response.ResponseCode;
import org.letterlock.imap.response.StatusText;
import org.letterlock.imap.session.SelectedMailbox;
import org.letterlock.imap.session.SelectedMailbox.Announcement;

/** STORE, COPY, MOVE (RFC 9051 sections 6.4.6 to 6.4.8). */
final class MessageCommands {
    private final MailboxStore store;

    MessageCommands(MailboxStore store) {
        this.store = store;
    }

    CommandOutcome store(MailboxSession session, ImapCommand.Store command, Responses responses) {
        OpenFolder folder = session.requireSelected();
        SelectedMailbox.Selection selection = folder.view().select(command.messages(), command.numbering());
        if (selection.beyond()) {
            return CommandOutcome.of(Refusals.NO_SUCH_MESSAGE);
        }
        if (selection.uids().isEmpty()) {
            return CommandOutcome.ok("Store completed");
        }
        StoreResult<List<MessageState>> changed = store.changeFlags(
                session.owner(), folder.id(), selection.uids(), change(command.action()), command.flags());
        return switch (changed) {
            case Refused<List<MessageState>>(var refusal) -> CommandOutcome.of(Refusals.of(refusal));
            case Done<List<MessageState>>(var states) -> {
                tell(folder, states, command, responses);
                yield states.size() < selection.uids().size()
                        ? CommandOutcome.of(Refusals.EXPUNGED)
                        : CommandOutcome.ok("Store completed");
            }
        };
    }

    private static FlagChange change(StoreAction action) {
        return switch (action) {
            case REPLACE -> FlagChange.REPLACE;
            case ADD -> FlagChange.ADD;
            case REMOVE -> FlagChange.REMOVE;
        };
    }

    private static void tell(
            OpenFolder folder, List<MessageState> states, ImapCommand.Store command, Responses responses) {
        folder.view(folder.view().changedHere(News.states(states)));
        if (command.echo() == StoreEcho.SILENT) {
            return;
        }
        for (MessageState state : states) {
            tellKeywords(folder, state.flags(), responses);
            Uid shown = command.numbering() == Numbering.UID ? state.uid() : null;
            folder.view()
                    .sequenceNumber(state.uid())
                    .ifPresent(number -> responses.add(new ImapResponse.FetchFlags(
                            number, shown, state.flags(), folder.view().isRecent(state.uid()))));
        }
    }

    /** The client learns of a keyword before the first message that has it. */
    static void tellKeywords(OpenFolder folder, Set<Flag> flags, Responses responses) {
        Announcement announcement = folder.view().telling(flags);
        responses.add(announcement.responses());
        folder.view(announcement.next());
    }

    CommandOutcome copy(MailboxSession session, ImapCommand.Copy command) {
        OpenFolder folder = session.requireSelected();
        SelectedMailbox.Selection selection = folder.view().select(command.messages(), command.numbering());
        if (selection.beyond()) {
            return CommandOutcome.of(Refusals.NO_SUCH_MESSAGE);
        }
        StoreResult<Copied> copied = store.copy(
                session.owner(),
                folder.id(),
                selection.uids(),
                command.mailbox().value());
        return switch (copied) {
            case Refused<Copied>(var refusal) -> CommandOutcome.of(Refusals.ofTarget(refusal));
            case Done<Copied>(Copied result) -> {
                expectNewsIn(folder, result);
                yield result.uids().isEmpty()
                        ? CommandOutcome.ok("Nothing to copy")
                        : CommandOutcome.of(StatusText.ok(copyUid(result), "Copy completed"));
            }
        };
    }

    CommandOutcome move(MailboxSession session, ImapCommand.Move command, Responses responses) {
        OpenFolder folder = session.requireSelected();
        SelectedMailbox.Selection selection = folder.view().select(command.messages(), command.numbering());
        if (selection.beyond()) {
            return CommandOutcome.of(Refusals.NO_SUCH_MESSAGE);
        }
        StoreResult<Copied> moved = store.move(
                session.owner(),
                folder.id(),
                selection.uids(),
                command.mailbox().value());
        return switch (moved) {
            case Refused<Copied>(var refusal) -> CommandOutcome.of(Refusals.ofTarget(refusal));
            case Done<Copied>(Copied result) -> {
                expectNewsIn(folder, result);
                if (!result.uids().isEmpty()) {
                    // RFC 6851 section 4.3: before the EXPUNGE responses.
                    responses.add(new ImapResponse.Untagged(StatusText.ok(copyUid(result), "Moved")));
                    UidSet gone = UidSet.of(result.uids().keySet());
                    folder.view(folder.view().observe(List.of(), gone, folder.known()));
                }
                yield CommandOutcome.ok("Move completed");
            }
        };
    }

    private static void expectNewsIn(OpenFolder folder, Copied result) {
        if (result.target().equals(folder.id())) {
            folder.expectNews();
        }
    }

    private static ResponseCode copyUid(Copied copied) {
        return ResponseCode.copyUid(
                copied.uidValidity(),
                UidSet.of(copied.uids().keySet()),
                UidSet.of(copied.uids().values()));
    }
}
