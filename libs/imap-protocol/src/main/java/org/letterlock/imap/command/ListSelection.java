package org.letterlock.imap.command;

/** Selection options of LIST (RFC 9051 section 6.3.9.1, RFC 6154). */
public enum ListSelection {
    SUBSCRIBED,
    /** This server has no remote mailboxes, so this changes nothing. */
    REMOTE,
    RECURSIVEMATCH,
    SPECIAL_USE
}
