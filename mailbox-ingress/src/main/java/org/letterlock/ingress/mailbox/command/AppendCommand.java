package org.letterlock.ingress.mailbox.command;

import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import org.letterlock.contracts.mailbox.MailboxStore;
import org.letterlock.contracts.mailbox.MailboxStore.Appended;
import org.letterlock.contracts.mailbox.StoreResult;
import org.letterlock.contracts.mailbox.StoreResult.Done;
import org.letterlock.contracts.mailbox.StoreResult.Refused;
import org.letterlock.imap.command.ImapCommand;
import org.letterlock.imap.response.ResponseCode;
import org.letterlock.imap.response.StatusText;
import org.letterlock.ingress.mailbox.content.AppendPipe;
import org.letterlock.ingress.mailbox.content.AppendPipe.Fault;

/** APPEND (RFC 9051 section 6.3.12). */
final class AppendCommand {
    private final MailboxStore store;
    private final InstantSource clock;

    AppendCommand(MailboxStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    CommandOutcome append(MailboxSession session, ImapCommand.Append command, AppendPipe content) {
        OffsetDateTime given = command.internalDate();
        Instant internalDate = given == null ? clock.instant() : given.toInstant();
        StoreResult<Appended> appended;
        try (content) {
            appended = store.append(
                    session.owner(),
                    command.mailbox().value(),
                    command.flags(),
                    internalDate,
                    command.message().size(),
                    content);
        } catch (RuntimeException e) {
            Fault fault = content.fault();
            if (fault == null) {
                throw e;
            }
            return CommandOutcome.of(status(fault)); // the store has met with what the client did wrong
        }
        return switch (appended) {
            case Refused<Appended>(var refusal) -> CommandOutcome.of(Refusals.ofTarget(refusal));
            case Done<Appended>(Appended result) -> {
                OpenFolder selected = session.selected();
                if (selected != null && selected.id().equals(result.folder())) {
                    selected.expectNews();
                }
                yield CommandOutcome.of(
                        StatusText.ok(ResponseCode.appendUid(result.uidValidity(), result.uid()), "Append completed"));
            }
        };
    }

    private static StatusText status(Fault fault) {
        return switch (fault) {
            case NUL -> StatusText.bad("NUL in a literal");
            case BINARY -> StatusText.no(ResponseCode.UNKNOWN_CTE, "NUL in a message cannot be stored");
            case MALFORMED -> StatusText.bad("Expected CRLF behind the message");
            case BROKEN_OFF -> StatusText.bad("Message broken off");
        };
    }
}
