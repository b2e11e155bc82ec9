package org.letterlock.egress.administration;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.mail.QueueId;
import org.letterlock.egress.queue.Listed;
import org.letterlock.egress.queue.QueueInspection;
import org.letterlock.egress.queue.QueueInspection.Direction;
import org.letterlock.service.web.PageRequest;

/**
 * Looks through the queue. What is filtered by is sealed, so every message has to be opened; a search goes so far and tells
 * where to go on.
 */
final class QueueSearch {
    private static final int MAX_LOOKED_AT = 20_000;

    private final QueueInspection queue;

    QueueSearch(QueueInspection queue) {
        this.queue = queue;
    }

    /**
     * What was found.
     *
     * @param lookedAt the last message that was looked at; null where the queue has nothing behind it
     */
    record Found(List<Listed> messages, @Nullable QueueId lookedAt) {
        Found {
            messages = List.copyOf(messages);
        }
    }

    /** Up to {@code wanted} messages behind {@code after}. */
    Found search(QueueFilter filter, Optional<QueueId> after, Direction direction, int wanted) {
        List<Listed> found = new ArrayList<>();
        Optional<QueueId> from = after;
        int chunk = filter.admitsAll() ? wanted : PageRequest.MAX_LIMIT;
        for (int lookedAt = 0; lookedAt < MAX_LOOKED_AT; lookedAt += chunk) {
            List<Listed> listed = queue.list(from, direction, chunk);
            for (Listed message : listed) {
                if (filter.admits(message)) {
                    found.add(message);
                }
                if (found.size() == wanted) {
                    return new Found(found, message.queueId());
                }
            }
            if (listed.size() < chunk) {
                return new Found(found, null);
            }
            from = Optional.of(listed.getLast().queueId());
        }
        return new Found(found, from.orElse(null));
    }
}
