package org.letterlock.contracts.senderpolicy;

import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.access.IpGroupId;

/**
 * The server's anti-spoofing settings.
 *
 * @param enabled the server switch (SPOOF-1)
 * @param requireLocalAuth whether senders of every local domain must log in (SPOOF-21)
 * @param allowForeignSender whether logged-in senders may use addresses of foreign domains (SPOOF-9)
 * @param trustedSenders peers that need not log in (SPOOF-11); null for none
 * @param senderForGroups whether mail from a group's address gets a Sender field (DELEG-2)
 */
public record SenderPolicy(
        boolean enabled,
        boolean requireLocalAuth,
        boolean allowForeignSender,
        @Nullable IpGroupId trustedSenders,
        boolean senderForGroups) {
    /** What holds until somebody changes it. */
    public static final SenderPolicy DEFAULT = new SenderPolicy(true, false, false, null, false);
}
