package org.letterlock.imap.command;

/** What a SEARCH is to return (RFC 9051 section 6.4.4). */
public enum SearchReturn {
    MIN,
    MAX,
    ALL,
    COUNT,
    /** Keeps the result for {@code $}. */
    SAVE
}
