package org.letterlock.imap.mailbox;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A system flag or keyword (RFC 9051 section 2.3.2), compared without regard to case.
 *
 * @param name as first written; an atom, system flags with their backslash
 */
public record Flag(String name) {
    private static final int MAX_LENGTH = 100;
    private static final Pattern ATOM = Pattern.compile("\\\\?[!#$&'+,\\-./0-9:;<=>?@A-Z\\[^_`a-z|}~]+");

    public static final Flag SEEN = new Flag("\\Seen");
    public static final Flag ANSWERED = new Flag("\\Answered");
    public static final Flag FLAGGED = new Flag("\\Flagged");
    public static final Flag DELETED = new Flag("\\Deleted");
    public static final Flag DRAFT = new Flag("\\Draft");

    public Flag {
        if (!isFlag(name)) {
            throw new IllegalArgumentException("not a flag");
        }
    }

    /** Whether {@code name} can be a flag. */
    public static boolean isFlag(String name) {
        return name.length() <= MAX_LENGTH && ATOM.matcher(name).matches();
    }

    /** Whether this is one of the five system flags that a client may set. */
    public boolean isSystem() {
        return name.startsWith("\\");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Flag(String otherName) && name.equalsIgnoreCase(otherName);
    }

    @Override
    public int hashCode() {
        return name.toLowerCase(Locale.ROOT).hashCode();
    }

    @Override
    public String toString() {
        return name;
    }
}
