package org.letterlock.egress.administration;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.letterlock.egress.queue.EntryState;
import org.letterlock.egress.queue.QueueInspection.Listed;

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
        if (wanted == null) {
            return true;
        }
        StringBuilder expression = new StringBuilder();
        wanted.toLowerCase(Locale.ROOT)
                .chars()
                .forEach(c -> expression.append(
                        switch (c) {
                            case '*' -> ".*";
                            case '?' -> ".";
                            default -> Pattern.quote(Character.toString(c));
                        }));
        return Pattern.matches(expression.toString(), address.toLowerCase(Locale.ROOT));
    }
}
