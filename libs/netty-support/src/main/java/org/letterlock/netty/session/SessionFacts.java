package org.letterlock.netty.session;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.TimeOrderedUuid;
import org.letterlock.contracts.access.AccessService;
import org.letterlock.contracts.access.IpAddress;
import org.letterlock.contracts.directory.AccountId;

/**
 * What stays the same of a session from its login on.
 *
 * @param connection names it in logs
 * @param service one of the ids of SVC-1, such as {@code imaps}
 * @param startedAt when the connection was made
 * @param tlsVersion null in clear, as the next
 * @param credential app password of the login; null for the account's own password
 * @param passwordVersion which of the account's passwords it was; null where that was not said
 */
public record SessionFacts(
        UUID connection,
        String service,
        IpAddress peer,
        Instant startedAt,
        @Nullable String tlsVersion,
        @Nullable String tlsCipherSuite,
        AccountId account,
        String mechanism,
        @Nullable UUID credential,
        @Nullable Long passwordVersion) {

    /** Names the session in the API: of version 7, as all ids there, and the same however often it is asked for. */
    public UUID id() {
        return TimeOrderedUuid.of(startedAt, connection);
    }

    /** What access policies call the service. */
    public AccessService family() {
        return AccessService.ofPort(service)
                .orElseThrow(() -> new IllegalStateException("nobody logs in to " + service));
    }
}
