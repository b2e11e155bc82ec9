package org.letterlock.ingress.mailbox.command;

import java.util.List;
import org.letterlock.contracts.mailbox.FolderChanges;
import org.letterlock.contracts.mailbox.MailboxStore;
import org.letterlock.contracts.mailbox.MessageState;
import org.letterlock.contracts.mailbox.StoreResult;
import org.letterlock.contracts.mailbox.StoreResult.Done;
import org.letterlock.contracts.mailbox.StoreResult.Refused;
import org.letterlock.imap.mailbox.Numbering;
import org.letterlock.imap.mailbox.Revision;
import org.letterlock.imap.mailbox.UidSet;
import org.letterlock.imap.session.FlagState;
import org.letterlock.imap.session.SelectedMailbox;
import org.letterlock.imap.session.SelectedMailbox.Announcement;
import org.letterlock.imap.session.SelectedMailbox.Expunges;
import org.letterlock.ingress.mailbox.push.RecentMessages;

/** Keeps a session's view of its selected mailbox current and tells the client. */
final class News {
    private final MailboxStore store;
    private final RecentMessages recentMessages;

    News(MailboxStore store, RecentMessages recentMessages) {
        this.store = store;
        this.recentMessages = recentMessages;
    }

    /** Asks the store what is new. */
    void fetch(MailboxSession session, OpenFolder folder) {
        folder.asking();
        StoreResult<FolderChanges> changes = store.changesSince(session.owner(), folder.id(), folder.known());
        switch (changes) {
            case Refused<FolderChanges> _ -> throw new MailboxGoneException();
            case Done<FolderChanges>(FolderChanges news) ->
                folder.view(folder.view().observe(states(news.changed()), news.vanished(), news.highestModSeq()));
        }
    }

    /** Asks the store if something was heard of. */
    void fetchIfHeardOf(MailboxSession session, OpenFolder folder) {
        if (folder.mayHaveNews()) {
            fetch(session, folder);
        }
    }

    static List<FlagState> states(List<MessageState> states) {
        return states.stream()
                .map(state -> new FlagState(state.uid(), state.flags(), state.modSeq()))
                .toList();
    }

    /** Tells the client what the view has got to know. */
    void announce(OpenFolder folder, Expunges expunges, Numbering reporting, Responses responses) {
        SelectedMailbox view = folder.view();
        if (!view.hasNews()) {
            return;
        }
        boolean tellsRecent = responses.revision() == Revision.IMAP4REV1;
        UidSet arrivals = view.arrivals();
        if (tellsRecent && !arrivals.isEmpty()) {
            view = view.withRecent(
                    folder.isWritable()
                            ? recentMessages.claim(folder.id(), arrivals)
                            : recentMessages.unheard(folder.id(), arrivals));
        }
        Announcement announcement = view.announce(expunges, reporting, tellsRecent);
        responses.add(announcement.responses());
        folder.view(announcement.next());
    }
}
