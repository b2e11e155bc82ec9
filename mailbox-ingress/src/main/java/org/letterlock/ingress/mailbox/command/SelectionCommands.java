package org.letterlock.ingress.mailbox.command;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.mailbox.FolderSnapshot;
import org.letterlock.contracts.mailbox.MailboxStore;
import org.letterlock.contracts.mailbox.StoreResult;
import org.letterlock.contracts.mailbox.StoreResult.Done;
import org.letterlock.contracts.mailbox.StoreResult.Refused;
import org.letterlock.imap.command.ImapCommand;
import org.letterlock.imap.command.ImapCommand.Access;
import org.letterlock.imap.mailbox.Flag;
import org.letterlock.imap.mailbox.MailboxName;
import org.letterlock.imap.mailbox.Numbering;
import org.letterlock.imap.mailbox.Revision;
import org.letterlock.imap.mailbox.SequenceSet;
import org.letterlock.imap.mailbox.UidSet;
import org.letterlock.imap.response.ImapResponse;
import org.letterlock.imap.response.ResponseCode;
import org.letterlock.imap.response.StatusText;
import org.letterlock.imap.session.SelectedMailbox;
import org.letterlock.imap.session.SessionEvent.Selection;
import org.letterlock.ingress.mailbox.push.MailboxChanges;
import org.letterlock.ingress.mailbox.push.RecentMessages;

/** SELECT, EXAMINE, CLOSE, UNSELECT, EXPUNGE (RFC 9051 sections 6.3.2, 6.3.3, 6.4.1 to 6.4.3). */
final class SelectionCommands {
    private static final List<Flag> SYSTEM_FLAGS =
            List.of(Flag.ANSWERED, Flag.FLAGGED, Flag.DELETED, Flag.SEEN, Flag.DRAFT);

    private final MailboxStore store;
    private final MailboxChanges changes;
    private final RecentMessages recentMessages;

    SelectionCommands(MailboxStore store, MailboxChanges changes, RecentMessages recentMessages) {
        this.store = store;
        this.changes = changes;
        this.recentMessages = recentMessages;
    }

    CommandOutcome select(MailboxSession session, ImapCommand.Select command, Responses responses) {
        if (session.selected() != null) {
            session.deselect();
            if (responses.revision() == Revision.IMAP4REV2) {
                responses.add(untagged(ResponseCode.CLOSED, "Previous mailbox closed"));
            }
        }
        StoreResult<FolderSnapshot> opened =
                store.open(session.owner(), command.mailbox().value());
        return switch (opened) {
            case Refused<FolderSnapshot>(var refusal) ->
                new CommandOutcome(Refusals.of(refusal), new Selection.Closed()); // RFC 9051 section 6.3.2
            case Done<FolderSnapshot>(FolderSnapshot snapshot) -> open(session, command, snapshot, responses);
        };
    }

    private CommandOutcome open(
            MailboxSession session, ImapCommand.Select command, FolderSnapshot snapshot, Responses responses) {
        boolean writable = command.access() == Access.READ_WRITE;
        var id = snapshot.folder().id();
        UidSet recent = switch (responses.revision()) {
            case IMAP4REV1 ->
                writable ? recentMessages.claim(id, snapshot.uids()) : recentMessages.unheard(id, snapshot.uids());
            case IMAP4REV2 -> UidSet.empty();
        };
        Set<Flag> flags = new LinkedHashSet<>(SYSTEM_FLAGS);
        flags.addAll(snapshot.keywords());
        SelectedMailbox view =
                SelectedMailbox.open(snapshot.uids(), snapshot.status().highestModSeq(), flags, recent);
        session.select(new OpenFolder(id, command.access(), view, changes, session.onChange()));
        responses.add(description(snapshot, view, flags, writable, responses.revision()));
        if (responses.revision() == Revision.IMAP4REV2) {
            responses.add(new ImapResponse.ListEntry(
                    ImapResponse.ListEntry.Word.LIST,
                    List.of(),
                    new MailboxName(snapshot.folder().name()),
                    List.of()));
        }
        StatusText status = writable
                ? StatusText.ok(ResponseCode.READ_WRITE, "Select completed")
                : StatusText.ok(ResponseCode.READ_ONLY, "Examine completed");
        return new CommandOutcome(status, new Selection.Opened(command.access()));
    }

    private static List<ImapResponse> description(
            FolderSnapshot snapshot,
            SelectedMailbox view,
            Collection<Flag> flags,
            boolean writable,
            Revision revision) {
        List<ImapResponse> responses = new ArrayList<>();
        responses.add(new ImapResponse.Flags(flags));
        ResponseCode permanent = writable ? ResponseCode.permanentFlags(flags) : ResponseCode.noPermanentFlags();
        responses.add(untagged(permanent, "Flags permitted"));
        responses.add(new ImapResponse.Exists(view.size()));
        if (revision == Revision.IMAP4REV1) {
            responses.add(new ImapResponse.Recent(view.recentCount()));
            var firstUnseen = snapshot.firstUnseen();
            if (firstUnseen != null) {
                view.sequenceNumber(firstUnseen)
                        .ifPresent(number -> responses.add(untagged(ResponseCode.unseen(number), "First unseen")));
            }
        }
        responses.add(untagged(ResponseCode.uidValidity(snapshot.status().uidValidity()), "UIDs valid"));
        responses.add(untagged(ResponseCode.uidNext(snapshot.status().uidNext()), "Predicted next UID"));
        return responses;
    }

    private static ImapResponse untagged(ResponseCode code, String text) {
        return new ImapResponse.Untagged(StatusText.ok(code, text));
    }

    CommandOutcome close(MailboxSession session) {
        OpenFolder folder = session.requireSelected();
        if (folder.isWritable()) {
            var _ = store.expunge(session.owner(), folder.id(), UidSet.all());
        }
        session.deselect();
        return new CommandOutcome(StatusText.ok("Close completed"), new Selection.Closed());
    }

    CommandOutcome unselect(MailboxSession session) {
        session.deselect();
        return new CommandOutcome(StatusText.ok("Unselect completed"), new Selection.Closed());
    }

    CommandOutcome expunge(MailboxSession session, @Nullable SequenceSet uids) {
        OpenFolder folder = session.requireSelected();
        UidSet wanted = uids == null
                ? UidSet.all()
                : folder.view().select(uids, Numbering.UID).uids();
        StoreResult<UidSet> expunged = store.expunge(session.owner(), folder.id(), wanted);
        return switch (expunged) {
            case Refused<UidSet>(var refusal) -> CommandOutcome.of(Refusals.of(refusal));
            case Done<UidSet>(UidSet gone) -> {
                folder.view(folder.view().observe(List.of(), gone, folder.known()));
                yield CommandOutcome.ok("Expunge completed");
            }
        };
    }
}
