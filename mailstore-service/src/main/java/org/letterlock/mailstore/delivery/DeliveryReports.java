package org.letterlock.mailstore.delivery;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.Topics;
import org.letterlock.contracts.directory.Destination;
import org.letterlock.contracts.event.DeliveryEvent;
import org.letterlock.contracts.event.DeliveryEvent.Outcome;
import org.letterlock.service.kafka.TopicPublisher;

/** Tells what became of recipients. Safe for use by any thread. */
final class DeliveryReports {
    private final TopicPublisher publisher;
    private final InstantSource clock;

    DeliveryReports(TopicPublisher publisher, InstantSource clock) {
        this.publisher = publisher;
        this.clock = clock;
    }

    /**
     * Publishes and waits until the broker has all of it. Fails with category RESOURCE; the records of the deliveries then
     * come again, and so do the reports.
     */
    void report(Collection<DeliveryKey> deliveries, Outcome outcome, @Nullable String reply) {
        List<CompletableFuture<Void>> published = new ArrayList<>();
        for (DeliveryKey delivery : deliveries) {
            var event = new DeliveryEvent(
                    delivery.queueId(),
                    new Destination.LocalMailbox(delivery.account()),
                    outcome,
                    reply,
                    clock.instant());
            published.add(publisher
                    .publish(Topics.DELIVERY_EVENTS, delivery.queueId().toString(), event)
                    .toCompletableFuture());
        }
        try {
            CompletableFuture.allOf(published.toArray(CompletableFuture[]::new)).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }
}
