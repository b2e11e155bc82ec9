package org.letterlock.imap.command;

import java.util.Arrays;
import java.util.Optional;

/** What a mailbox is for (RFC 6154 section 2). */
public enum SpecialUse {
    ALL("\\All"),
    ARCHIVE("\\Archive"),
    DRAFTS("\\Drafts"),
    FLAGGED("\\Flagged"),
    JUNK("\\Junk"),
    SENT("\\Sent"),
    TRASH("\\Trash");

    private final String attribute;

    SpecialUse(String attribute) {
        this.attribute = attribute;
    }

    /** As LIST shows it. */
    public String attribute() {
        return attribute;
    }

    static Optional<SpecialUse> find(String attribute) {
        return Arrays.stream(values())
                .filter(use -> use.attribute.equalsIgnoreCase(attribute))
                .findAny();
    }
}
