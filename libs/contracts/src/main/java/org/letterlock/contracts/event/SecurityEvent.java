package org.letterlock.contracts.event;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something an administrator wants to know of, such as {@code spoof.rejected}.
 *
 * @param name the event name of the specification
 * @param details values by name; escaped by whoever shows them
 */
public record SecurityEvent(
        String name, Instant at, String service, @Nullable String clientAddress, Map<String, String> details) {
    public SecurityEvent {
        details = Map.copyOf(details);
    }
}
