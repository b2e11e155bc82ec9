package org.letterlock.messageauth.dmarc;

import java.util.Locale;

/** The result words of DMARC for Authentication-Results (RFC 9989 section 9.1). */
public enum DmarcResult {
    /** No policy is published, or the message is exempt. */
    NONE,
    /** An aligned identifier passed. */
    PASS,
    /** A policy is published and no aligned identifier passed. */
    FAIL,
    /** The DNS did not answer; another try may decide. */
    TEMPERROR,
    /** There is no usable author, or the published record cannot be applied. */
    PERMERROR;

    /** The word as it is written into the field. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
