package org.letterlock.auth.login;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.letterlock.contracts.Topic;
import org.letterlock.contracts.event.SecurityEvent;
import org.letterlock.service.kafka.TopicPublisher;

@Tag("AUD-7")
class UntoldEventsTest {
    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

    private final Broker broker = new Broker();
    private Instant now = START;
    private final UntoldEvents events = new UntoldEvents(broker, () -> now);

    @Test
    void whatCouldNotBeToldIsToldOnceTheBrokerIsBack() {
        broker.isAway = true;
        tell("one");
        tell("two");
        events.tellAgain();
        assertThat(broker.told).isEmpty();

        broker.isAway = false;
        now = START.plusSeconds(59);
        tell("three");
        events.tellAgain();
        events.tellAgain();

        assertThat(broker.told).containsExactly("three", "one", "two");
        now = START.plusSeconds(1000);
        assertThat(events.isOverdue()).isFalse();
    }

    @Test
    void nobodyLogsInWhileTheOldestHasWaitedForMoreThanAMinute() {
        broker.isAway = true;
        tell("one");

        now = START.plusSeconds(60);
        assertThat(events.isOverdue()).isFalse();
        now = START.plusSeconds(61);
        assertThat(events.isOverdue()).isTrue();

        broker.isAway = false;
        events.tellAgain();
        assertThat(events.isOverdue()).isFalse();
    }

    @Test
    void whatIsUnderWayIsNotToldAgainAndWaitsToo() {
        broker.isSilent = true;
        tell("one");

        events.tellAgain();

        assertThat(broker.asked).isEqualTo(1);
        now = START.plusSeconds(61);
        assertThat(events.isOverdue()).isTrue();
    }

    @Test
    void nobodyLogsInWhileThereIsNoRoom() {
        broker.isAway = true;
        for (int n = 0; n < UntoldEvents.MAX_EVENTS; n++) {
            assertThat(events.isOverdue()).isFalse();
            tell("event");
        }
        assertThat(events.isOverdue()).isTrue();
        tell("one too many");

        broker.isAway = false;
        events.tellAgain();

        assertThat(broker.told).hasSize(UntoldEvents.MAX_EVENTS).doesNotContain("one too many");
    }

    private void tell(String name) {
        events.tell(new SecurityEvent(name, now, "imap", "192.0.2.1", Map.of()));
    }

    private static final class Broker implements TopicPublisher {
        private final List<String> told = new ArrayList<>();
        private boolean isAway;
        private boolean isSilent;
        private int asked;

        @Override
        public <V> CompletionStage<Void> publish(Topic<V> topic, String key, @Nullable V value) {
            asked++;
            if (isSilent) {
                return new CompletableFuture<>();
            }
            if (isAway) {
                return CompletableFuture.failedFuture(new IllegalStateException("away"));
            }
            told.add(value instanceof SecurityEvent event ? event.name() : "");
            return CompletableFuture.completedFuture(null);
        }
    }
}
