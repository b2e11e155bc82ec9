package org.letterlock.auth.apppassword;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.access.IpGroupId;
import org.letterlock.contracts.directory.AccountId;

/**
 * An app password as it is known once it was given out: without itself.
 *
 * @param ipGroup from where it may be used; null for everywhere
 * @param expiresAt null for never
 * @param lastUse null before the first
 */
record StoredAppPassword(
        UUID id,
        AccountId account,
        String name,
        Set<MailProtocol> protocols,
        @Nullable IpGroupId ipGroup,
        Instant createdAt,
        @Nullable Instant expiresAt,
        @Nullable LastUse lastUse) {

    /** When, from where and for which service it was used last. */
    record LastUse(Instant time, String clientAddress, String service) {}

    StoredAppPassword {
        protocols = Set.copyOf(protocols);
    }

    boolean isValidAt(Instant now) {
        return expiresAt == null || now.isBefore(expiresAt);
    }
}
