package org.letterlock.contracts.replica;

import java.util.List;
import java.util.UUID;
import org.letterlock.contracts.directory.AccountId;

/** What every replica that holds sessions is told (SESS-1, SESS-2). */
public sealed interface SessionCommand {
    /** Report your sessions. */
    record Report(UUID request) implements SessionCommand {}

    /** End these sessions, whoever has them. */
    record End(List<UUID> sessions) implements SessionCommand {
        public End {
            sessions = List.copyOf(sessions);
        }
    }

    /** End all sessions of the account. */
    record EndAccount(AccountId account) implements SessionCommand {}

    /** End all sessions that were opened with this app password or token. */
    record EndCredential(UUID credential) implements SessionCommand {}
}
