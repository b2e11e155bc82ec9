package org.letterlock.messageauth.spf;

/** RFC 7208 section 2.6. */
public enum SpfResult {
    /** There is no domain that could be asked, or it says nothing. */
    NONE,
    /** The domain says that it does not say. */
    NEUTRAL,
    /** The client may send for the domain. */
    PASS,
    /** It may not. */
    FAIL,
    /** It probably may not. */
    SOFTFAIL,
    /** The DNS did not answer; another try may go better. */
    TEMPERROR,
    /** What the domain published cannot be understood. */
    PERMERROR
}
