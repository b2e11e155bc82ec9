package org.letterlock.imap.session;

import java.util.Set;
import org.letterlock.imap.mailbox.Flag;
import org.letterlock.imap.mailbox.ModSeq;
import org.letterlock.imap.mailbox.Uid;

/** The flags of a message as of a change. */
public record FlagState(Uid uid, Set<Flag> flags, ModSeq modSeq) {
    public FlagState {
        flags = Set.copyOf(flags);
    }
}
