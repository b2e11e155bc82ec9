package org.letterlock.mailstore.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.letterlock.contracts.Topics;
import org.letterlock.contracts.event.SecurityEvent;
import org.letterlock.contracts.mail.ObjectId;
import org.letterlock.contracts.mailbox.MailboxChanged;
import org.letterlock.mailstore.content.Contents.CorruptionListener;
import org.letterlock.mailstore.mailbox.ChangeListener;
import org.letterlock.service.kafka.TopicPublisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Publishes what happens in the store. A lost change only delays a push: whoever is told asks for all since the last one. */
final class StoreEvents implements ChangeListener, CorruptionListener {
    private static final Logger log = LoggerFactory.getLogger(StoreEvents.class);
    private static final Duration QUIET = Duration.ofMinutes(10);
    private static final int MAX_QUIET = 10_000;

    private final TopicPublisher publisher;
    private final InstantSource clock;
    private final Cache<ObjectId, Boolean> reported =
            Caffeine.newBuilder().maximumSize(MAX_QUIET).expireAfterWrite(QUIET).build();

    StoreEvents(TopicPublisher publisher, InstantSource clock) {
        this.publisher = publisher;
        this.clock = clock;
    }

    @Override
    public void changed(MailboxChanged change) {
        var _ = publisher
                .publish(Topics.MAILBOX_EVENTS, change.owner().toString(), change)
                .exceptionally(failure -> {
                    log.debug("change of folder {} was not published", change.folder(), failure);
                    return null;
                });
    }

    @Override
    public void corrupt(ObjectId object) {
        if (reported.asMap().putIfAbsent(object, true) != null) {
            return;
        }
        log.error("sealed-object-corrupt object={}", object);
        var event = new SecurityEvent(
                "encryption.corrupt", clock.instant(), "mailstore-service", null, Map.of("object", object.toString()));
        var _ = publisher
                .publish(Topics.SECURITY_EVENTS, object.toString(), event)
                .exceptionally(failure -> {
                    log.warn("event encryption.corrupt of object {} was not published", object, failure);
                    return null;
                });
    }
}
