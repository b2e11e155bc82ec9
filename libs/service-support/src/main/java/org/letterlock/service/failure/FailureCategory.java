package org.letterlock.service.failure;

/** Who has to act on a failure. */
public enum FailureCategory {
    /** What the other side sent; it is told so. */
    PEER,
    /** A setting; an administrator must change it. */
    CONFIGURATION,
    /** Something this service needs is not there now; the same attempt may succeed later. */
    RESOURCE,
    /** An error in the program; the same attempt will fail again. */
    BUG
}
