package org.letterlock.contracts.mailbox;

/** The store cannot answer now; the request may be repeated later. Nothing has been acknowledged. */
public final class MailboxUnavailableException extends RuntimeException {
    public MailboxUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
