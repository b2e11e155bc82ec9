package org.letterlock.egress.queue;

/** Where a recipient of a message is. */
public enum EntryState {
    /** Waits for its next attempt, or is being delivered. */
    QUEUED,
    /** Kept for an administrator to decide. */
    HELD,
    /** Another server has taken it over. */
    RELAYED,
    /** Given up. */
    FAILED
}
