package org.letterlock.standalone;

/** The suite cannot do what was asked. The message is one line for the operator, and nothing was changed. */
public final class LauncherException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public LauncherException(String message) {
        super(message);
    }

    public LauncherException(String message, Throwable cause) {
        super(message, cause);
    }
}
