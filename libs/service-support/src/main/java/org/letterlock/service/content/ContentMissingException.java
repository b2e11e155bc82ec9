package org.letterlock.service.content;

import org.letterlock.contracts.mail.ObjectId;

/** There is no complete object of that id. */
public final class ContentMissingException extends RuntimeException {
    public ContentMissingException(ObjectId id) {
        super("no content " + id);
    }
}
