package org.letterlock.mailstore.retention;

import java.util.List;
import java.util.concurrent.Executor;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.mailstore.mailbox.JdbcMailboxRepository;
import org.letterlock.mailstore.mailbox.Mailboxes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Destroys the keys of mailboxes whose account is gone (ENC-12): from then on nobody can read them. */
public final class Shredder {
    private static final Logger log = LoggerFactory.getLogger(Shredder.class);

    private final JdbcMailboxRepository mailboxes;
    private final Mailboxes open;
    private final Executor executor;

    public Shredder(JdbcMailboxRepository mailboxes, Mailboxes open, Executor executor) {
        this.mailboxes = mailboxes;
        this.open = open;
        this.executor = executor;
    }

    /** Destroys the key of an account's mailbox soon, on another thread; what fails is caught up by {@link Retention}. */
    public void shredSoon(AccountId account) {
        open.forget(account);
        executor.execute(() -> {
            try {
                shred(List.of(account));
            } catch (RuntimeException e) { // the edge of a job
                log.warn("mailbox of account {} is not shredded yet", account, e);
            }
        });
    }

    /** Destroys keys at once. */
    void shred(List<AccountId> accounts) {
        for (AccountId account : accounts) {
            if (!account.equals(Mailboxes.HOLD) && mailboxes.shred(account)) {
                log.info("mailbox.shredded account={}", account);
            }
            open.forget(account);
        }
    }
}
