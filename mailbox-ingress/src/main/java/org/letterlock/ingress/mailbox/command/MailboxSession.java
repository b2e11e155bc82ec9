package org.letterlock.ingress.mailbox.command;

import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.directory.AccountId;

/**
 * One logged-in client as its commands see it. Used by one command at a time, handed from thread to thread with it.
 */
public final class MailboxSession implements AutoCloseable {
    private final AccountId owner;
    private final Runnable onChange;
    private volatile @Nullable OpenFolder selected; // null while no mailbox is selected
    private volatile boolean left;

    /** @param onChange is run on any thread when the selected mailbox has changed */
    public MailboxSession(AccountId owner, Runnable onChange) {
        this.owner = owner;
        this.onChange = onChange;
    }

    AccountId owner() {
        return owner;
    }

    Runnable onChange() {
        return onChange;
    }

    @Nullable
    OpenFolder selected() {
        return selected;
    }

    /** The selected mailbox; the session machine has seen to it that there is one. */
    OpenFolder requireSelected() {
        OpenFolder current = selected;
        if (current == null) {
            throw new IllegalStateException("no mailbox is selected");
        }
        return current;
    }

    void select(OpenFolder folder) {
        deselect();
        selected = folder;
        if (left) {
            folder.close();
        }
    }

    void deselect() {
        OpenFolder current = selected;
        if (current != null) {
            current.close();
            selected = null;
        }
    }

    /** Whether the selected mailbox may hold something that the client was not told of. */
    public boolean mayHaveNews() {
        OpenFolder current = selected;
        return current != null && current.mayHaveNews();
    }

    /** The client has left; a command may still be at work, and does not mind. */
    @Override
    public void close() {
        left = true;
        OpenFolder current = selected;
        if (current != null) {
            current.close();
        }
    }
}
