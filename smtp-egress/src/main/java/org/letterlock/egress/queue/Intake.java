package org.letterlock.egress.queue;

import java.time.InstantSource;
import java.util.List;
import org.letterlock.contracts.directory.Destination;
import org.letterlock.contracts.mail.AcceptedMessage;
import org.letterlock.service.kafka.BatchHandler;
import org.letterlock.service.kafka.ConsumedRecord;

/** Puts accepted messages with remote recipients into the queue, those of one poll in one transaction. */
final class Intake implements BatchHandler<AcceptedMessage> {
    private final QueueStore store;
    private final InstantSource clock;
    private final QueueSignal signal;

    Intake(QueueStore store, InstantSource clock, QueueSignal signal) {
        this.store = store;
        this.clock = clock;
        this.signal = signal;
    }

    @Override
    public void handle(List<ConsumedRecord<AcceptedMessage>> records) {
        List<AcceptedMessage> remote = records.stream()
                .map(ConsumedRecord::value)
                .filter(Intake::hasRemoteRecipient)
                .toList();
        if (!remote.isEmpty()) {
            store.insert(remote, clock.instant());
            signal.wakeUp();
        }
    }

    private static boolean hasRemoteRecipient(AcceptedMessage message) {
        return message.envelope().recipients().stream()
                .anyMatch(recipient -> recipient.destination() instanceof Destination.Remote);
    }
}
