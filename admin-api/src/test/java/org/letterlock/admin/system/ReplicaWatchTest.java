package org.letterlock.admin.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.letterlock.admin.system.ConfigState.ReplicaView;
import org.letterlock.contracts.Topic;
import org.letterlock.contracts.event.SecurityEvent;
import org.letterlock.service.kafka.TopicPublisher;

@Tag("CFG-5")
class ReplicaWatchTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final UUID ONE = UUID.randomUUID();
    private static final UUID OTHER = UUID.randomUUID();

    private final List<SecurityEvent> events = new ArrayList<>();
    private List<ReplicaView> replicas = List.of();
    private final ReplicaWatch watch = new ReplicaWatch(() -> new ConfigState(7, replicas), new Publisher(), () -> NOW);

    @Test
    void aReplicaThatIsFiveSecondsBehindRaisesTheAlarmOnceAndSaysWhenItIsOver() {
        look(replica(ONE, 4, 1), replica(OTHER, 0, 1));
        assertThat(events).isEmpty();

        look(replica(ONE, 5, 1), replica(OTHER, 0, 1));
        look(replica(ONE, 6, 1), replica(OTHER, 0, 1));

        assertThat(names()).containsExactly("replica.late");
        assertThat(events.getFirst().details())
                .containsEntry("replica", ONE.toString())
                .containsEntry("component", "smtp-ingress")
                .containsEntry("behindSeconds", "5")
                .containsEntry("configVersion", "7");
        look(replica(ONE, 0, 1), replica(OTHER, 0, 1));
        look(replica(ONE, 5, 1), replica(OTHER, 0, 1));
        assertThat(names()).containsExactly("replica.late", "replica.current", "replica.late");
    }

    @Test
    void oneThatIsNotHeardOfRaisesTheAlarmAndOneThatHasLeftDoesNot() {
        look(replica(ONE, 0, 1), replica(OTHER, 0, 5));
        look(replica(ONE, 0, 1));

        assertThat(names()).containsExactly("replica.late");
        look(replica(OTHER, 0, 5));
        assertThat(names()).containsExactly("replica.late", "replica.late");
    }

    private void look(ReplicaView... now) {
        replicas = List.of(now);
        watch.look();
    }

    private List<String> names() {
        return events.stream().map(SecurityEvent::name).toList();
    }

    private static ReplicaView replica(UUID id, long behind, long silent) {
        return new ReplicaView(id, "smtp-ingress", NOW, 6, behind, silent);
    }

    private final class Publisher implements TopicPublisher {
        @Override
        public <V> CompletionStage<Void> publish(Topic<V> topic, String key, @Nullable V value) {
            if (value instanceof SecurityEvent event) {
                events.add(event);
            }
            return CompletableFuture.completedFuture(null);
        }
    }
}
