package org.letterlock.egress.administration;

import org.jspecify.annotations.Nullable;
import org.letterlock.egress.queue.EntryState;
import org.letterlock.egress.queue.QueueInspection.Listed;
import org.letterlock.egress.route.AddressPattern;

/** Which messages of the queue are wanted; addresses may have the wildcards {@code *} and {@code ?}; null for any. */
record QueueFilter(
        @Nullable String sender,
        @Nullable String recipient,
        @Nullable EntryState state) {

    boolean admitsAll() {
        return sender == null && recipient == null && state == null;
    }

    boolean admits(Listed listed) {
        String path = listed.message().envelope().reversePath().format();
        return matches(sender, path.substring(1, path.length() - 1))
                && listed.entries().stream()
                        .anyMatch(entry -> matches(recipient, entry.address().format())
                                && (state == null || entry.state() == state));
    }

    private static boolean matches(@Nullable String wanted, String address) {
        return wanted == null || new AddressPattern(wanted).matches(address);
    }
}
