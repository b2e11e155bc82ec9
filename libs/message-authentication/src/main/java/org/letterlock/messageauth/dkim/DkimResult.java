package org.letterlock.messageauth.dkim;

import java.util.Locale;

/** The results of RFC 8601 section 2.7.1, the one that says most for a message first. */
public enum DkimResult {
    /** The signature is good and acceptable. */
    PASS,
    /** The signature may be good, but is of a kind that is not accepted here. */
    POLICY,
    /** The signature does not fit the message or the key. */
    FAIL,
    /** The key could not be had now; another try may go better. */
    TEMPERROR,
    /** The signature or its key breaks a rule; another try gives the same. */
    PERMERROR,
    /** The signature cannot be read, or was not looked at. */
    NEUTRAL,
    /** There is no signature. */
    NONE;

    /** The word for an Authentication-Results field. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
