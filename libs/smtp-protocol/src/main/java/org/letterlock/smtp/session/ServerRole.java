package org.letterlock.smtp.session;

/** What a listener is for. */
public enum ServerRole {
    /** Port 25: mail from other servers (RFC 5321). */
    RECEPTION,
    /** Ports 587 and 465: mail from logged-in senders (RFC 6409, RFC 8314). */
    SUBMISSION
}
