package org.letterlock.netty.listener;

/** A port could not be opened; the message names it and says why. */
public final class ListenerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ListenerException(String message, Throwable cause) {
        super(message, cause);
    }
}
