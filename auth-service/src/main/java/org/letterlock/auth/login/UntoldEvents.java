package org.letterlock.auth.login;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.Topics;
import org.letterlock.contracts.event.SecurityEvent;
import org.letterlock.service.kafka.TopicPublisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Events of logins that the broker has not acknowledged. While it is away they are kept and told again; once the oldest has
 * waited for 60 s, or there are {@value #MAX_EVENTS}, nobody may log in, as nobody would be told of it (AUD-7). What is told
 * again may come twice. Safe for use by any thread; does not block.
 */
final class UntoldEvents {
    static final Duration PATIENCE = Duration.ofSeconds(60);
    static final int MAX_EVENTS = 10_000;
    private static final Logger LOG = LoggerFactory.getLogger(UntoldEvents.class);

    private final TopicPublisher publisher;
    private final InstantSource clock;
    private final Map<UUID, Untold> untold = new LinkedHashMap<>(); // guarded by itself, as what is in it; oldest first

    UntoldEvents(TopicPublisher publisher, InstantSource clock) {
        this.publisher = publisher;
        this.clock = clock;
    }

    /** Tells administrators of it, now or when the broker is back. */
    void tell(SecurityEvent event) {
        UUID id = UUID.randomUUID();
        synchronized (untold) {
            if (untold.size() >= MAX_EVENTS) { // of those that had begun before it was full
                LOG.error("the event {} is lost: the broker has been away for too long", event.name());
                return;
            }
            untold.put(id, new Untold(event, clock.instant()));
        }
        publish(id, event);
    }

    /** Tells what could not be told. */
    void tellAgain() {
        List<Map.Entry<UUID, SecurityEvent>> failed;
        synchronized (untold) {
            failed = untold.entrySet().stream()
                    .filter(entry -> !entry.getValue().isUnderWay)
                    .map(entry -> Map.entry(entry.getKey(), entry.getValue().event))
                    .toList();
            untold.values().forEach(event -> event.isUnderWay = true);
        }
        failed.forEach(entry -> publish(entry.getKey(), entry.getValue()));
    }

    /** Whether so much is untold that nobody may log in. */
    boolean isOverdue() {
        synchronized (untold) {
            return untold.size() >= MAX_EVENTS
                    || untold.values().stream()
                            .findFirst()
                            .filter(oldest -> clock.instant().isAfter(oldest.since.plus(PATIENCE)))
                            .isPresent();
        }
    }

    private void publish(UUID id, SecurityEvent event) {
        publisher
                .publish(Topics.SECURITY_EVENTS, id.toString(), event)
                .whenComplete((_, failure) -> published(id, event, failure));
    }

    private void published(UUID id, SecurityEvent event, @Nullable Throwable failure) {
        synchronized (untold) {
            if (failure == null) {
                untold.remove(id);
                return;
            }
            Untold kept = untold.get(id);
            if (kept != null) {
                kept.isUnderWay = false;
            }
        }
        LOG.warn("the event {} was not published yet: {}", event.name(), failure.toString());
    }

    private static final class Untold {
        private final SecurityEvent event;
        private final Instant since;
        private boolean isUnderWay = true;

        Untold(SecurityEvent event, Instant since) {
            this.event = event;
            this.since = since;
        }
    }
}
