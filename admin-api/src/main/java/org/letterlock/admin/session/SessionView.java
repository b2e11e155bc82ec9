package org.letterlock.admin.session;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.session.LiveSession;

/**
 * A session as the API shows it (SESS-1).
 *
 * @param tls null in clear
 * @param login address of the account; null where it is gone, and for the built-in administrator
 * @param credential app password or token of the login; null for the account's own password
 * @param client what the client says of itself; null where it has not said
 */
record SessionView(
        UUID id,
        String service,
        String protocol,
        @Nullable Tls tls,
        Instant startedAt,
        Instant lastActivity,
        String peer,
        UUID account,
        @Nullable String login,
        String mechanism,
        @Nullable UUID credential,
        @Nullable String client,
        UUID replica) {

    /** What was agreed. */
    record Tls(String version, @Nullable String cipherSuite) {}

    static SessionView of(LiveSession session, @Nullable String login) {
        String tlsVersion = session.tlsVersion();
        return new SessionView(
                session.id(),
                session.service(),
                session.protocol(),
                tlsVersion == null ? null : new Tls(tlsVersion, session.tlsCipherSuite()),
                session.startedAt(),
                session.lastActivity(),
                session.peer(),
                session.account().value(),
                login,
                session.mechanism(),
                session.credential(),
                session.client(),
                session.replica());
    }
}
