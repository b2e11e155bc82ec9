package org.letterlock.contracts.directory;

/** What somebody may administer, weakest first; a stronger role includes the weaker ones. */
public enum Role {
    USER,
    AUDITOR,
    DOMAIN_ADMIN,
    FULL_ADMIN
}
