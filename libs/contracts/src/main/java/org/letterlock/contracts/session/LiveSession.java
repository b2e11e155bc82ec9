package org.letterlock.contracts.session;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.directory.AccountId;

/**
 * A session that is logged in (SESS-1).
 *
 * @param service one of the ids of SVC-1, such as {@code imaps}
 * @param protocol with its extensions, such as {@code ESMTPSA} or {@code IMAP4rev2}
 * @param tlsVersion null in clear and for web sessions, whose TLS the edge ends; as the next
 * @param startedAt when the connection was made
 * @param peer address of the client; empty for a web session that was not used since it began
 * @param mechanism by which it logged in
 * @param credential app password or token of the login; null for the account's own password
 * @param client what the client says of itself: name in EHLO, IMAP ID; null where it has not said. Not to be trusted
 */
public record LiveSession(
        UUID id,
        UUID replica,
        String service,
        String protocol,
        @Nullable String tlsVersion,
        @Nullable String tlsCipherSuite,
        Instant startedAt,
        Instant lastActivity,
        String peer,
        AccountId account,
        String mechanism,
        @Nullable UUID credential,
        @Nullable String client) {}
