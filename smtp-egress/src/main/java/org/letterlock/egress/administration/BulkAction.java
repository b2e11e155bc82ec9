package org.letterlock.egress.administration;

import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.mail.QueueId;
import org.letterlock.egress.administration.QueueActions.Action;
import org.letterlock.egress.delivery.Settlement.Bounce;
import org.letterlock.service.web.Faults;

/**
 * The same to be done to many messages (QUEUE-3).
 *
 * @param action {@code retry}, {@code hold}, {@code release} or {@code delete}
 * @param bounce whether senders are told of a deletion; default false
 * @param filter to which messages; one that admits all has to be written, as {@code {}}
 * @param after where the request before has ended; null for the start of the queue
 */
record BulkAction(
        @Nullable String action,
        @Nullable Boolean bounce,
        @Nullable QueueFilter filter,
        @Nullable QueueId after) {

    /** One that can be done. */
    record Checked(Action action, Bounce bounce, QueueFilter filter) {}

    /** The action, or every fault of the document at once. */
    Checked checked() {
        Faults faults = new Faults();
        @Nullable Action known = null;
        for (Action each : Action.values()) {
            if (each.name().toLowerCase(Locale.ROOT).equals(action)) {
                known = each;
            }
        }
        faults.require(known != null, "/action", "unknown", "retry, hold, release or delete.")
                .require(filter != null, "/filter", "required", "filter is missing.");
        QueueFilter wanted = Objects.requireNonNullElse(filter, QueueFilter.ALL);
        wanted.check("/filter", faults);
        faults.throwIfAny();
        return new Checked(
                Objects.requireNonNull(known),
                Boolean.TRUE.equals(bounce) ? Bounce.WITH_REPORT : Bounce.SILENT,
                wanted);
    }
}
