package org.letterlock.auth.guessing;

/**
 * Failures in a row at a name, by a known source or by strangers, the newest one included.
 *
 * @param locks whom that failure locked out
 */
record NameTally(int failures, Lock locks) {
    /** Who is locked out. */
    enum Lock {
        NOBODY,
        /** The known source that failed. */
        SOURCE,
        /** Everybody who is no known source. */
        STRANGERS,
        /** Known sources too. */
        EVERYBODY
    }
}
