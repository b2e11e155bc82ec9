package org.letterlock.imap.command;

/** What STATUS can tell (RFC 9051 section 6.3.11). */
public enum StatusItem {
    MESSAGES,
    UIDNEXT,
    UIDVALIDITY,
    UNSEEN,
    DELETED,
    SIZE,
    /** RFC 7889. */
    APPENDLIMIT,
    /** RFC 3501 only. */
    RECENT
}
