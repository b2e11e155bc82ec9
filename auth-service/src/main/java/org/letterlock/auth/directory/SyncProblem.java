package org.letterlock.auth.directory;

/**
 * An entry that did not become an account, and why.
 *
 * @param entry its name, shortened; what the directory said, so whoever shows it escapes it
 */
public record SyncProblem(Code code, String entry) {
    /** What was wrong with it. */
    public enum Code {
        /** No value of the attribute for the login name, or no text. */
        NO_LOGIN,
        /** More values than one of that attribute. */
        SEVERAL_LOGINS,
        /** A name that no address of the domain can have (ACC-2). */
        NOT_A_LOCAL_PART,
        /** Not exactly one value of the attribute for the id. */
        NO_ID,
        /** Its name is not below the base. */
        OUTSIDE_BASE,
        /** Another entry has the same login name. */
        SAME_LOGIN,
        /** Another entry has the same id. */
        SAME_ID,
        /** The account of this entry has another login name, and keeps it (ACC-2). */
        RENAMED,
        /** An account of that name has a password of its own; it can be mapped by hand. */
        LOCAL_ACCOUNT,
        /** The account of that name belongs to another entry. */
        OTHER_ENTRY,
        /** A group, an alias or another account has the address. */
        NAME_IN_USE,
        /** The account could not be written. */
        REFUSED
    }

    public SyncProblem {
        entry = PeerText.shown(entry);
    }
}
