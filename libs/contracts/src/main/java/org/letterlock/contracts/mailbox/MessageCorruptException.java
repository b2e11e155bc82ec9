package org.letterlock.contracts.mailbox;

import org.letterlock.contracts.mail.ObjectId;

/** The sealed object of one message does not open (KEY-7). Other messages are not affected. */
public final class MessageCorruptException extends RuntimeException {
    private final ObjectId object;

    public MessageCorruptException(ObjectId object, Throwable cause) {
        super("sealed-object-corrupt " + object, cause);
        this.object = object;
    }

    /** Which object. */
    public ObjectId object() {
        return object;
    }
}
