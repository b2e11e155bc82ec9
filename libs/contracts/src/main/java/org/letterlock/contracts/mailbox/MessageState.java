package org.letterlock.contracts.mailbox;

import java.util.Set;
import org.letterlock.imap.mailbox.Flag;
import org.letterlock.imap.mailbox.ModSeq;
import org.letterlock.imap.mailbox.Uid;

/** What may change of a message. */
public record MessageState(Uid uid, Set<Flag> flags, ModSeq modSeq) {
    public MessageState {
        flags = Set.copyOf(flags);
    }
}
