package org.letterlock.egress.report;

import java.util.Set;
import org.letterlock.contracts.directory.Directory;
import org.letterlock.contracts.mail.AcceptedMessage;
import org.letterlock.contracts.mail.Recipient.Notify;
import org.letterlock.egress.queue.QueueEntry;
import org.letterlock.mailsyntax.address.AddrSpec;
import org.letterlock.mailsyntax.address.ReversePath;

/** Who is told (QUEUE-6, RFC 3461 section 4.1). */
public final class ReportPolicy {
    private final Directory directory;

    /** @param directory knows which senders are ours */
    public ReportPolicy(Directory directory) {
        this.directory = directory;
    }

    /** Whether the sender is told of this recipient. */
    public boolean wants(AcceptedMessage message, QueueEntry entry, ReportKind kind) {
        return isAsked(entry.recipient().notifyOn(), kind) && mayBeTold(message);
    }

    // RFC 3461 section 4.1: where NOTIFY is not given, failures are reported, and delays may be.
    private static boolean isAsked(Set<Notify> notifyOn, ReportKind kind) {
        return notifyOn.isEmpty() ? kind != ReportKind.RELAYED : notifyOn.contains(kind.condition());
    }

    // A report to a sender outside whom nobody has verified would go to whoever was forged (backscatter).
    private boolean mayBeTold(AcceptedMessage message) {
        return switch (message.envelope().reversePath()) {
            case ReversePath.Null _ -> false;
            case ReversePath.To(AddrSpec sender) ->
                message.authenticatedAs() != null
                        || directory.findDomain(sender.domain()).isPresent();
        };
    }
}
