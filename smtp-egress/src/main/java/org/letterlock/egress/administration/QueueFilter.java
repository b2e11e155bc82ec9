package org.letterlock.egress.administration;

import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.contracts.mail.AcceptedMessage;
import org.letterlock.egress.queue.Listed;
import org.letterlock.egress.queue.QueueEntry;
import org.letterlock.service.listing.Wildcards;
import org.letterlock.service.web.Faults;

/**
 * Which messages of the queue are wanted (QUEUE-3): those of which all holds that is said, of at least one recipient where it
 * is about recipients. Texts may have the wildcards {@code *} and {@code ?}; null for any.
 *
 * @param sender the reverse-path without its brackets; empty for reports
 * @param state {@code queued}, {@code held}, or {@code damaged} for what cannot be read any more
 * @param service that took the message in, such as {@code submission}
 * @param account that handed it in
 * @param status enhanced status code of the last attempt
 * @param reply what the other server said then
 * @param acceptedFrom then or later
 * @param acceptedBefore earlier
 * @param minSize octets of the message
 * @param minAttempts that have failed
 */
record QueueFilter(
        @Nullable String sender,
        @Nullable String recipient,
        @Nullable String state,
        @Nullable String service,
        @Nullable String clientAddress,
        @Nullable AccountId account,
        @Nullable String status,
        @Nullable String reply,
        @Nullable Instant acceptedFrom,
        @Nullable Instant acceptedBefore,
        @Nullable Long minSize,
        @Nullable Long maxSize,
        @Nullable Integer minAttempts) {
    static final QueueFilter ALL =
            new QueueFilter(null, null, null, null, null, null, null, null, null, null, null, null, null);

    private static final String DAMAGED = "damaged";
    private static final Set<String> STATES = Set.of("queued", "held", DAMAGED);

    boolean admitsAll() {
        return equals(ALL);
    }

    /** Tells what cannot be meant. */
    void check(String at, Faults faults) {
        faults.require(
                state == null || STATES.contains(state),
                at + "/state",
                "unknown-state",
                "state is queued, held or damaged.");
    }

    boolean admits(Listed listed) {
        return switch (listed) {
            case Listed.Damaged _ -> admitsAll() || onlyState();
            case Listed.Opened opened -> {
                boolean ofMessage = admits(opened.message());
                yield DAMAGED.equals(state)
                        ? ofMessage && opened.damaged() > 0
                        : ofMessage
                                && (admitsAnyRecipient()
                                        || opened.entries().stream().anyMatch(this::admits));
            }
        };
    }

    private boolean onlyState() {
        return DAMAGED.equals(state)
                && new QueueFilter(null, null, DAMAGED, null, null, null, null, null, null, null, null, null, null)
                        .equals(this);
    }

    private boolean admits(AcceptedMessage message) {
        String path = message.envelope().reversePath().format();
        long size = message.content().messageSize();
        return Wildcards.match(sender, path.substring(1, path.length() - 1))
                && Wildcards.match(service, message.service())
                && matches(clientAddress, message.clientAddress())
                && (account == null || account.equals(message.authenticatedAs()))
                && (acceptedFrom == null || !message.acceptedAt().isBefore(acceptedFrom))
                && (acceptedBefore == null || message.acceptedAt().isBefore(acceptedBefore))
                && (minSize == null || size >= minSize)
                && (maxSize == null || size <= maxSize);
    }

    private boolean admitsAnyRecipient() {
        return recipient == null && state == null && status == null && reply == null && minAttempts == null;
    }

    private boolean admits(QueueEntry entry) {
        return Wildcards.match(recipient, entry.address().format())
                && (state == null || state.equals(entry.state().name().toLowerCase(Locale.ROOT)))
                && matches(status, entry.lastStatus())
                && matches(reply, entry.lastReply())
                && (minAttempts == null || entry.attempts() >= minAttempts);
    }

    private static boolean matches(@Nullable String pattern, @Nullable String text) {
        return pattern == null || (text != null && Wildcards.match(pattern, text));
    }
}
