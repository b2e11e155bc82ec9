package org.letterlock.ingress.mailbox.command;

import java.util.concurrent.atomic.AtomicLong;
import org.letterlock.contracts.mailbox.FolderId;
import org.letterlock.imap.command.ImapCommand.Access;
import org.letterlock.imap.mailbox.ModSeq;
import org.letterlock.imap.session.SelectedMailbox;
import org.letterlock.ingress.mailbox.push.MailboxChanges;

/** The selected mailbox of a session. The view belongs to the command at work; changes are heard of on any thread. */
final class OpenFolder implements AutoCloseable {
    private final FolderId id;
    private final Access access;
    private final MailboxChanges.Watch watch;
    private final AtomicLong heardOf;
    private SelectedMailbox view;

    OpenFolder(FolderId id, Access access, SelectedMailbox view, MailboxChanges changes, Runnable onChange) {
        this.id = id;
        this.access = access;
        this.view = view;
        // A change between the look at the folder and this watch went unheard, so the first look-up is due anyway.
        this.heardOf = new AtomicLong(Long.MAX_VALUE);
        this.watch = changes.watch(id, modSeq -> {
            // Zero says that the folder itself has changed, which only a look at it can tell.
            heardOf.accumulateAndGet(modSeq.value() == 0 ? Long.MAX_VALUE : modSeq.value(), Math::max);
            onChange.run();
        });
    }

    FolderId id() {
        return id;
    }

    boolean isWritable() {
        return access == Access.READ_WRITE;
    }

    SelectedMailbox view() {
        return view;
    }

    void view(SelectedMailbox next) {
        view = next;
    }

    /** Whether something was heard of that the view does not know. */
    boolean mayHaveNews() {
        return heardOf.get() > view.known().value();
    }

    /** The store is about to be asked: what was heard of so far will be in its answer. */
    void asking() {
        heardOf.updateAndGet(heard -> heard == Long.MAX_VALUE ? 0 : heard);
    }

    /** Something was changed here that the view has to ask for. */
    void expectNews() {
        heardOf.set(Long.MAX_VALUE);
    }

    ModSeq known() {
        return view.known();
    }

    @Override
    public void close() {
        watch.close();
    }
}
