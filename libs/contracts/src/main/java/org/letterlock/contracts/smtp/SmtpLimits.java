package org.letterlock.contracts.smtp;

/**
 * What one message and one session may have (LIMIT-6, LIMIT-7, SMTP-10, SMTP-11, HDR-4).
 *
 * @param maxRecipients of one transaction, 100 to 10 000
 * @param maxMessageSize in octets, 1 MiB to 1 GiB; accounts may have less
 * @param maxFailedCommands of one session, 1 to 100
 * @param maxHops Received fields, 30 to 500; more are a loop
 * @param maxTextLine octets of a line of text, 998 to 65 536
 */
public record SmtpLimits(int maxRecipients, long maxMessageSize, int maxFailedCommands, int maxHops, int maxTextLine) {
    /** What holds until somebody changes it. */
    public static final SmtpLimits DEFAULT = new SmtpLimits(100, 50L * 1024 * 1024, 10, 100, 8192);
}
