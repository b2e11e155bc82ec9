package org.letterlock.ingress.mailbox.command;

import org.jspecify.annotations.Nullable;

/** The client is not there any more, or cannot be told what was begun to be told: the connection must end. */
public final class ConnectionLostException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ConnectionLostException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
