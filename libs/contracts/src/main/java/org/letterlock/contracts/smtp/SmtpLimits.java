package org.letterlock.contracts.smtp;

/**
 * What one message, one session and one client may have (LIMIT-2, LIMIT-4, LIMIT-5, LIMIT-6, LIMIT-7, SMTP-10, SMTP-11, HDR-4).
 *
 * @param maxRecipients of one transaction, 100 to 10 000
 * @param maxMessageSize in octets, 1 MiB to 1 GiB; accounts may have less
 * @param maxFailedCommands of one session, 1 to 100
 * @param maxHops Received fields, 30 to 500; more are a loop
 * @param maxTextLine octets of a line of text, 998 to 65 536
 * @param peers what clients may do that have not logged in; since version 2, before that the default
 */
public record SmtpLimits(
        int maxRecipients, long maxMessageSize, int maxFailedCommands, int maxHops, int maxTextLine, PeerLimits peers) {
    /** What holds until somebody changes it. */
    public static final SmtpLimits DEFAULT = new SmtpLimits(100, 50L * 1024 * 1024, 10, 100, 8192, PeerLimits.DEFAULT);

    public SmtpLimits {
        peers = peers == null ? PeerLimits.DEFAULT : peers;
    }

    /** The same with other limits of peers. */
    public SmtpLimits with(PeerLimits changed) {
        return new SmtpLimits(maxRecipients, maxMessageSize, maxFailedCommands, maxHops, maxTextLine, changed);
    }
}
