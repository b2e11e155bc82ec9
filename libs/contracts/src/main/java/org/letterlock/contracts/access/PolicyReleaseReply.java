package org.letterlock.contracts.access;

/** Whether an access policy may go. */
public sealed interface PolicyReleaseReply {
    /** No account has it, and none will get it. */
    record Released(int reassigned) implements PolicyReleaseReply {}

    /** Accounts have it, and nothing was said of what they shall have instead. */
    record InUse(int accounts) implements PolicyReleaseReply {}
}
