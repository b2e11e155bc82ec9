package org.letterlock.smtp.framing;

/** How the content of a message, or a chunk of it, arrived. */
public enum DataOutcome {
    /** As the RFC wants it, within the limits. */
    COMPLETE,
    /** A CR or LF stood alone; what it tried to smuggle was dropped (SMUG-1). */
    BARE_NEWLINE,
    /** More octets than allowed (LIMIT-7). */
    TOO_BIG,
    /** A line of more octets than allowed (SMTP-10). */
    LINE_TOO_LONG
}
