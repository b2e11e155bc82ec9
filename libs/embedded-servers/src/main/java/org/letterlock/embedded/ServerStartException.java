package org.letterlock.embedded;

import org.jspecify.annotations.Nullable;

/** An embedded server did not start. The message is one line for the operator; nothing was changed on disk by a refusal. */
public final class ServerStartException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What kind of fault it is, and so who can mend it. */
    public enum Category {
        CONFIGURATION,
        RESOURCE,
        BUG
    }

    /** Why the server did not start. */
    public enum Reason {
        /** Another program listens on the port that was asked for. */
        PORT_TAKEN(Category.CONFIGURATION),
        /** Another process uses the directory. */
        IN_USE(Category.CONFIGURATION),
        /** The directory belongs to another user, or may not be read or written. */
        FOREIGN_DIRECTORY(Category.CONFIGURATION),
        /** The directory was written by another version of the server. */
        OTHER_VERSION(Category.CONFIGURATION),
        /** There are no binaries for this system, or the system refuses what they need. */
        UNSUPPORTED_SYSTEM(Category.CONFIGURATION),
        /** The directory lacks files or holds files that cannot be read as what they should be. */
        DAMAGED(Category.RESOURCE),
        /** The server ended or did not answer in time for another reason; the message has its last words. */
        FAILED(Category.RESOURCE);

        private final Category category;

        Reason(Category category) {
            this.category = category;
        }

        public Category category() {
            return category;
        }
    }

    private final Reason reason;

    public ServerStartException(Reason reason, String message) {
        this(reason, message, null);
    }

    public ServerStartException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
