package org.letterlock.admin.system;

import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.letterlock.admin.system.ConfigState.ReplicaView;
import org.letterlock.contracts.Topics;
import org.letterlock.contracts.event.SecurityEvent;
import org.letterlock.service.kafka.TopicPublisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Raises the alarm for each replica that has not taken a change in for 5 s, or has not been heard of for so long, and says when
 * it is over (CFG-5). One that left in good order is no matter. Each replica of admin-api does so. Used by one thread.
 */
final class ReplicaWatch {
    private static final Logger LOG = LoggerFactory.getLogger(ReplicaWatch.class);

    private final Supplier<ConfigState> state;
    private final TopicPublisher publisher;
    private final InstantSource clock;
    private final Set<UUID> late = new HashSet<>(); // of the one thread

    ReplicaWatch(Supplier<ConfigState> state, TopicPublisher publisher, InstantSource clock) {
        this.state = state;
        this.publisher = publisher;
        this.clock = clock;
    }

    /** Looks at every replica. */
    void look() {
        ConfigState current = state.get();
        Set<UUID> known = new HashSet<>();
        for (ReplicaView replica : current.replicas()) {
            known.add(replica.replica());
            if (replica.isLate() && late.add(replica.replica())) {
                LOG.error(
                        "{} {} does not keep up with the configuration: behind for {} s, silent for {} s",
                        replica.component(),
                        replica.replica(),
                        replica.behindSeconds(),
                        replica.silentSeconds());
                tell("replica.late", replica, current);
            } else if (!replica.isLate() && late.remove(replica.replica())) {
                LOG.warn("{} {} keeps up with the configuration again", replica.component(), replica.replica());
                tell("replica.current", replica, current);
            }
        }
        late.retainAll(known);
    }

    private void tell(String event, ReplicaView replica, ConfigState current) {
        Map<String, String> details = new HashMap<>();
        details.put("target", "/config/state");
        details.put("component", replica.component());
        details.put("replica", replica.replica().toString());
        details.put("version", Long.toString(replica.version()));
        details.put("configVersion", Long.toString(current.configVersion()));
        details.put("behindSeconds", Long.toString(replica.behindSeconds()));
        details.put("silentSeconds", Long.toString(replica.silentSeconds()));
        publisher
                .publish(
                        Topics.SECURITY_EVENTS,
                        UUID.randomUUID().toString(),
                        new SecurityEvent(event, clock.instant(), "admin", null, details))
                .whenComplete((_, failure) -> {
                    if (failure != null) {
                        LOG.warn("the event {} could not be published: {}", event, failure.toString());
                    }
                });
    }
}
