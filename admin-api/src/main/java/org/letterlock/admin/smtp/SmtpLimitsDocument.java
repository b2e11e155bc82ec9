package org.letterlock.admin.smtp;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.letterlock.admin.ipgroup.GroupReferences;
import org.letterlock.contracts.smtp.PeerLimits;
import org.letterlock.contracts.smtp.SmtpLimits;
import org.letterlock.service.web.Faults;

/**
 * The resource {@code /smtp/limits}. What is not said takes its default.
 *
 * @param messagesPerHourPerAddress of a client of port 25 that has not logged in, 0 to 100 000, 0 for no limit; default 500
 *     (LIMIT-2)
 * @param unknownRecipientsPerAddress per hour, 0 to 1000, 0 for no limit; default 10; above it the client is blocked for an
 *     hour (LIMIT-4)
 * @param requireSenderDomain whether mail must be able to go to the domain of the sender; default true (LIMIT-5)
 * @param requirePtr whether the client's address must have a name; default false (LIMIT-5)
 * @param exemptGroup id of an IP group that these four do not concern; null for nobody (LIMIT-1)
 * @param confirm {@code everyone} where the group holds every address; never shown
 * @param maxRecipients of one transaction, 100 to 10 000; default 100 (LIMIT-6)
 * @param maxMessageSize in octets, 1 MiB to 1 GiB; default 50 MiB (LIMIT-7)
 * @param maxFailedCommands of one session, 1 to 100; default 10 (SMTP-11)
 * @param maxHops Received fields, 30 to 500; default 100 (HDR-4)
 * @param maxTextLine octets of a line of text, 998 to 65 536; default 8192 (SMTP-10)
 */
record SmtpLimitsDocument(
        @Nullable Integer messagesPerHourPerAddress,
        @Nullable Integer unknownRecipientsPerAddress,
        @Nullable Boolean requireSenderDomain,
        @Nullable Boolean requirePtr,
        @Nullable UUID exemptGroup,
        @Nullable String confirm,
        @Nullable Integer maxRecipients,
        @Nullable Integer maxMessageSize,
        @Nullable Integer maxFailedCommands,
        @Nullable Integer maxHops,
        @Nullable Integer maxTextLine) {
    private static final int MIB = 1024 * 1024;

    static SmtpLimitsDocument of(SmtpLimits limits) {
        PeerLimits peers = limits.peers();
        return new SmtpLimitsDocument(
                peers.messagesPerHour(),
                peers.unknownRecipientsPerHour(),
                peers.requireSenderDomain(),
                peers.requirePtr(),
                GroupReferences.shown(peers.exemptGroup()),
                null,
                limits.maxRecipients(),
                Math.toIntExact(limits.maxMessageSize()),
                limits.maxFailedCommands(),
                limits.maxHops(),
                limits.maxTextLine());
    }

    /** The limits, or every fault of the document at once. */
    SmtpLimits checked(GroupReferences groups) {
        SmtpLimits defaults = SmtpLimits.DEFAULT;
        Faults faults = new Faults();
        PeerLimits peers = new PeerLimits(
                faults.within(
                        messagesPerHourPerAddress,
                        defaults.peers().messagesPerHour(),
                        0,
                        100_000,
                        "/messagesPerHourPerAddress"),
                faults.within(
                        unknownRecipientsPerAddress,
                        defaults.peers().unknownRecipientsPerHour(),
                        0,
                        1000,
                        "/unknownRecipientsPerAddress"),
                requireSenderDomain == null || requireSenderDomain,
                requirePtr != null && requirePtr,
                groups.check(exemptGroup, "/exemptGroup", faults));
        SmtpLimits limits = new SmtpLimits(
                faults.within(maxRecipients, defaults.maxRecipients(), 100, 10_000, "/maxRecipients"),
                faults.within(
                        maxMessageSize, Math.toIntExact(defaults.maxMessageSize()), MIB, 1024 * MIB, "/maxMessageSize"),
                faults.within(maxFailedCommands, defaults.maxFailedCommands(), 1, 100, "/maxFailedCommands"),
                faults.within(maxHops, defaults.maxHops(), 30, 500, "/maxHops"),
                faults.within(maxTextLine, defaults.maxTextLine(), 998, 65_536, "/maxTextLine"),
                peers);
        faults.throwIfAny();
        groups.requireConfirmation(confirm, peers.exemptGroup());
        return limits;
    }
}
