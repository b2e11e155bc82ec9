package org.letterlock.contracts.replica;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.directory.AccountId;

/**
 * The sessions of one replica at one moment; several reports where they do not fit into one.
 *
 * @param request which {@link SessionCommand.Report} this answers
 * @param last whether the replica has said all
 */
public record SessionReport(UUID request, UUID replica, boolean last, List<Session> sessions) {
    public SessionReport {
        sessions = List.copyOf(sessions);
    }

    /**
     * A live session (SESS-1).
     *
     * @param protocol such as {@code ESMTPSA} or {@code IMAP4rev2}
     * @param tls version and suite; null in clear
     * @param account null before login
     * @param credential app password or token of the login; null for the account's own password
     * @param client user agent or IMAP ID; null where the client has not said
     */
    public record Session(
            UUID id,
            String service,
            String protocol,
            @Nullable String tls,
            Instant startedAt,
            Instant lastActivity,
            String peer,
            @Nullable AccountId account,
            @Nullable String mechanism,
            @Nullable UUID credential,
            @Nullable String client) {}
}
