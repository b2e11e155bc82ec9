package org.letterlock.egress.queue;

import java.time.Instant;
import java.util.List;
import org.letterlock.contracts.mail.AcceptedMessage;
import org.letterlock.contracts.mail.QueueId;

/** An unfinished message as a list shows it, without its content. */
public sealed interface Listed {
    /** Which message. */
    QueueId queueId();

    /**
     * One that opens.
     *
     * @param entries those that open, too
     * @param damaged how many entries do not
     */
    record Opened(AcceptedMessage message, List<QueueEntry> entries, int damaged) implements Listed {
        public Opened {
            entries = List.copyOf(entries);
        }

        @Override
        public QueueId queueId() {
            return message.queueId();
        }
    }

    /**
     * One whose details do not open: nobody knows whom it is from.
     *
     * @param entries how many it has
     */
    record Damaged(QueueId queueId, Instant acceptedAt, int entries) implements Listed {}
}
