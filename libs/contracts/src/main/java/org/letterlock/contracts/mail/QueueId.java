package org.letterlock.contracts.mail;

import java.util.UUID;

/** Names one accepted message everywhere: in the reply to the client, in the logs, in the queue. */
public record QueueId(UUID value) {
    /** Reads the usual text form; throws {@link IllegalArgumentException} for any other. */
    public static QueueId parse(String text) {
        return new QueueId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
