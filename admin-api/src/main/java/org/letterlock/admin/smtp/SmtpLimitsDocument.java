package org.letterlock.admin.smtp;

import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.smtp.SmtpLimits;
import org.letterlock.service.web.Faults;

/**
 * The resource {@code /smtp/limits}. What is not said takes its default.
 *
 * @param maxRecipients of one transaction, 100 to 10 000; default 100 (LIMIT-6)
 * @param maxMessageSize in octets, 1 MiB to 1 GiB; default 50 MiB (LIMIT-7)
 * @param maxFailedCommands of one session, 1 to 100; default 10 (SMTP-11)
 * @param maxHops Received fields, 30 to 500; default 100 (HDR-4)
 * @param maxTextLine octets of a line of text, 998 to 65 536; default 8192 (SMTP-10)
 */
record SmtpLimitsDocument(
        @Nullable Integer maxRecipients,
        @Nullable Integer maxMessageSize,
        @Nullable Integer maxFailedCommands,
        @Nullable Integer maxHops,
        @Nullable Integer maxTextLine) {
    private static final int MIB = 1024 * 1024;

    static SmtpLimitsDocument of(SmtpLimits limits) {
        return new SmtpLimitsDocument(
                limits.maxRecipients(),
                Math.toIntExact(limits.maxMessageSize()),
                limits.maxFailedCommands(),
                limits.maxHops(),
                limits.maxTextLine());
    }

    /** The limits, or every fault of the document at once. */
    SmtpLimits checked() {
        SmtpLimits defaults = SmtpLimits.DEFAULT;
        Faults faults = new Faults();
        SmtpLimits limits = new SmtpLimits(
                faults.within(maxRecipients, defaults.maxRecipients(), 100, 10_000, "/maxRecipients"),
                faults.within(
                        maxMessageSize, Math.toIntExact(defaults.maxMessageSize()), MIB, 1024 * MIB, "/maxMessageSize"),
                faults.within(maxFailedCommands, defaults.maxFailedCommands(), 1, 100, "/maxFailedCommands"),
                faults.within(maxHops, defaults.maxHops(), 30, 500, "/maxHops"),
                faults.within(maxTextLine, defaults.maxTextLine(), 998, 65_536, "/maxTextLine"));
        faults.throwIfAny();
        return limits;
    }
}
