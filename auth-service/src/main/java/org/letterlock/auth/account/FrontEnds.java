package org.letterlock.auth.account;

import java.util.UUID;
import org.letterlock.auth.credential.JdbcCredentials;
import org.letterlock.auth.credential.SealedVerifiers;
import org.letterlock.contracts.Topics;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.contracts.session.SessionCommand;
import org.letterlock.contracts.session.SessionSelection;
import org.letterlock.service.kafka.Outbox;

/** Tells those who hold sessions of accounts what has become of these, once the current transaction is committed. */
final class FrontEnds {
    private final JdbcCredentials credentials;
    private final Outbox outbox;

    FrontEnds(JdbcCredentials credentials, Outbox outbox) {
        this.credentials = credentials;
        this.outbox = outbox;
    }

    /**
     * An account as it is now; the built-in administrator, who has no mailbox, is nothing to them. Sessions that were opened with
     * an earlier version of its password end.
     */
    void tell(StoredAccount account) {
        if (!account.isBuiltIn()) {
            outbox.add(
                    Topics.DIRECTORY_ACCOUNTS,
                    account.id().toString(),
                    account.toRecord(credentials
                            .find(account.id())
                            .map(SealedVerifiers::version)
                            .orElse(null)));
        }
    }

    /** An account that is gone. */
    void tellGone(AccountId account) {
        outbox.add(Topics.DIRECTORY_ACCOUNTS, account.toString(), null);
    }

    /** Ends all sessions of an account; for those that were opened with a password of a directory, which has no version (SESS-6). */
    void endSessions(AccountId account) {
        UUID request = UUID.randomUUID();
        outbox.add(
                Topics.SESSION_COMMANDS,
                request.toString(),
                new SessionCommand.End(request, new SessionSelection.OfAccount(account)));
    }
}
