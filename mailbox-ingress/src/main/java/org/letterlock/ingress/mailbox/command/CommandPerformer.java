package org.letterlock.ingress.mailbox.command;

import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.mailbox.MailboxStore;
import org.letterlock.contracts.mailbox.MailboxUnavailableException;
import org.letterlock.contracts.mailbox.MessageCorruptException;
import org.letterlock.imap.command.ImapCommand;
import org.letterlock.imap.command.Tag;
import org.letterlock.imap.mailbox.Numbering;
import org.letterlock.imap.response.StatusText;
import org.letterlock.imap.session.SelectedMailbox.Expunges;
import org.letterlock.ingress.mailbox.content.AppendPipe;
import org.letterlock.ingress.mailbox.push.MailboxChanges;
import org.letterlock.ingress.mailbox.push.RecentMessages;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out the commands that need the mailbox store. Blocks, so it is called on threads that may wait; safe for use by any
 * of them, with one command of a session at a time.
 */
public final class CommandPerformer {
    private static final Logger LOG = LoggerFactory.getLogger(CommandPerformer.class);

    private final News news;
    private final SelectionCommands selection;
    private final FolderCommands folders;
    private final ListCommands lists;
    private final SearchCommand search;
    private final FetchCommand fetch;
    private final MessageCommands messages;
    private final AppendCommand append;

    /** @param appendLimit the largest message that APPEND takes */
    public CommandPerformer(MailboxStore store, MailboxChanges changes, InstantSource clock, long appendLimit) {
        var recentMessages = new RecentMessages();
        this.news = new News(store, recentMessages);
        this.selection = new SelectionCommands(store, changes, recentMessages);
        this.folders = new FolderCommands(store, appendLimit);
        this.lists = new ListCommands(store, folders);
        this.search = new SearchCommand(store);
        this.fetch = new FetchCommand(store);
        this.messages = new MessageCommands(store);
        this.append = new AppendCommand(store, clock);
    }

    /**
     * Carries a command out and tells what is new in the selected mailbox.
     *
     * @param message the octets of APPEND; null for any other command
     * @throws MailboxGoneException when the selected mailbox was deleted
     * @throws ConnectionLostException when the client cannot be told the whole answer
     */
    public CommandOutcome perform(
            MailboxSession session, Tag tag, ImapCommand command, @Nullable AppendPipe message, Responses responses) {
        try {
            CommandOutcome outcome = run(session, tag, command, message, responses);
            tellNewsIfPossible(session, command, responses);
            return outcome;
        } catch (MailboxUnavailableException e) {
            LOG.warn("the mailbox store is unavailable", e);
            return CommandOutcome.of(StatusText.UNAVAILABLE);
        } catch (MessageCorruptException e) {
            return CommandOutcome.of(Refusals.CORRUPT); // the store has reported it
        }
    }

    /** Tells an idling client what is new in its mailbox; whether anything could be asked. */
    public boolean push(MailboxSession session, Responses responses) {
        OpenFolder folder = session.selected();
        if (folder == null) {
            return false;
        }
        try {
            news.fetchIfHeardOf(session, folder);
            news.announce(folder, Expunges.ALLOWED, Numbering.SEQUENCE, responses);
            return true;
        } catch (MailboxUnavailableException e) {
            LOG.warn("the mailbox store is unavailable; a push is late", e);
            return false;
        }
    }

    private CommandOutcome run(
            MailboxSession session, Tag tag, ImapCommand command, @Nullable AppendPipe message, Responses responses) {
        return switch (command) {
            case ImapCommand.AnyState _ -> CommandOutcome.ok("Noop completed");
            case ImapCommand.NotAuthenticatedState _ -> throw notForStore(command);
            case ImapCommand.AuthenticatedState any -> authenticated(session, any, message, responses);
            case ImapCommand.SelectedState any -> selected(session, tag, any, responses);
        };
    }

    private CommandOutcome authenticated(
            MailboxSession session,
            ImapCommand.AuthenticatedState command,
            @Nullable AppendPipe message,
            Responses responses) {
        return switch (command) {
            case ImapCommand.Select select -> selection.select(session, select, responses);
            case ImapCommand.Create create -> folders.create(session, create);
            case ImapCommand.Delete delete -> folders.delete(session, delete);
            case ImapCommand.Rename rename -> folders.rename(session, rename);
            case ImapCommand.Subscribe subscribe -> folders.subscribe(session, subscribe);
            case ImapCommand.Unsubscribe unsubscribe -> folders.unsubscribe(session, unsubscribe);
            case ImapCommand.Status status -> folders.status(session, status, responses);
            case ImapCommand.ListMailboxes list -> lists.list(session, list, responses);
            case ImapCommand.ListSubscribed list -> lists.listSubscribed(session, list, responses);
            case ImapCommand.Append toAppend -> {
                if (message == null) {
                    throw new IllegalArgumentException("APPEND without its message");
                }
                yield append.append(session, toAppend, message);
            }
            case ImapCommand.Enable _, ImapCommand.Namespace _, ImapCommand.Idle _ -> throw notForStore(command);
        };
    }

    private CommandOutcome selected(
            MailboxSession session, Tag tag, ImapCommand.SelectedState command, Responses responses) {
        return switch (command) {
            case ImapCommand.Check _ -> CommandOutcome.ok("Check completed");
            case ImapCommand.Close _ -> selection.close(session);
            case ImapCommand.Unselect _ -> selection.unselect(session);
            case ImapCommand.Expunge(var uids) -> selection.expunge(session, uids);
            case ImapCommand.Search toSearch -> search.search(session, tag, toSearch, responses);
            case ImapCommand.Fetch toFetch -> fetch.fetch(session, toFetch, responses);
            case ImapCommand.Store toStore -> messages.store(session, toStore, responses);
            case ImapCommand.Copy copy -> messages.copy(session, copy);
            case ImapCommand.Move move -> messages.move(session, move, responses);
        };
    }

    private static IllegalArgumentException notForStore(ImapCommand command) {
        return new IllegalArgumentException(
                "the session machine answers this itself: " + command.getClass().getSimpleName());
    }

    // What the command did is done: news that cannot be had now must not turn it into a failure.
    private void tellNewsIfPossible(MailboxSession session, ImapCommand command, Responses responses) {
        try {
            tellNews(session, command, responses);
        } catch (MailboxUnavailableException e) {
            LOG.warn("the mailbox store is unavailable; news of the mailbox are late", e);
        }
    }

    // RFC 9051 section 7.5.1: no EXPUNGE at the end of a command that was given by sequence numbers.
    private void tellNews(MailboxSession session, ImapCommand command, Responses responses) {
        OpenFolder folder = session.selected();
        if (folder == null) {
            return;
        }
        switch (command) {
            case ImapCommand.AnyState _, ImapCommand.Check _ -> {
                news.fetch(session, folder);
                news.announce(folder, Expunges.ALLOWED, Numbering.SEQUENCE, responses);
            }
            case ImapCommand.Select _, ImapCommand.Delete _ -> {}
            case ImapCommand.Fetch toFetch -> tellNews(session, folder, toFetch.numbering(), responses);
            case ImapCommand.Store toStore -> tellNews(session, folder, toStore.numbering(), responses);
            case ImapCommand.Search toSearch -> tellNews(session, folder, toSearch.numbering(), responses);
            case ImapCommand.NotAuthenticatedState _, ImapCommand.AuthenticatedState _, ImapCommand.SelectedState _ -> {
                news.fetchIfHeardOf(session, folder);
                news.announce(folder, Expunges.ALLOWED, Numbering.SEQUENCE, responses);
            }
        }
    }

    private void tellNews(MailboxSession session, OpenFolder folder, Numbering numbering, Responses responses) {
        news.fetchIfHeardOf(session, folder);
        Expunges expunges = switch (numbering) {
            case SEQUENCE -> Expunges.DEFERRED;
            case UID -> Expunges.ALLOWED;
        };
        news.announce(folder, expunges, numbering, responses);
    }
}
