package org.letterlock.ingress.mailbox.push;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.letterlock.contracts.mailbox.FolderId;
import org.letterlock.contracts.mailbox.MailboxChanged;
import org.letterlock.imap.mailbox.ModSeq;

/** Tells the sessions that have a folder open when it changes. Safe for use by any thread. */
public final class MailboxChanges {
    private final Map<FolderId, Set<Watch>> watches = new ConcurrentHashMap<>();

    /** A session that listens to a folder. */
    public final class Watch implements AutoCloseable {
        private final FolderId folder;
        private final Consumer<ModSeq> listener;

        private Watch(FolderId folder, Consumer<ModSeq> listener) {
            this.folder = folder;
            this.listener = listener;
        }

        /** Listens no more. */
        @Override
        public void close() {
            watches.computeIfPresent(folder, (_, others) -> {
                others.remove(this);
                return others.isEmpty() ? null : others;
            });
        }
    }

    /** Listens to a folder until the watch is closed. The listener must be quick. */
    public Watch watch(FolderId folder, Consumer<ModSeq> listener) {
        Watch watch = new Watch(folder, listener);
        watches.compute(folder, (_, others) -> {
            Set<Watch> all = others == null ? ConcurrentHashMap.newKeySet() : others;
            all.add(watch);
            return all;
        });
        return watch;
    }

    /** Passes a change on. */
    public void changed(MailboxChanged change) {
        Set<Watch> interested = watches.get(change.folder());
        if (interested != null) {
            interested.forEach(watch -> watch.listener.accept(change.highestModSeq()));
        }
    }

    /** How many folders are listened to. */
    int folders() {
        return watches.size();
    }
}
