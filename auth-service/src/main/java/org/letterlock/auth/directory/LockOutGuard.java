package org.letterlock.auth.directory;

import java.util.Collection;
import java.util.Map;
import java.util.function.Supplier;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.contracts.lockout.LockOut.Cause;
import org.letterlock.service.web.Principal;

/** Stands before changes of directories that would take the last way in from accounts (VAL-1). */
public interface LockOutGuard {
    /**
     * Makes a change in a transaction, and undoes it where it locks somebody out and the caller has not accepted
     * that.
     *
     * @param accounts whose ways in may change
     * @param what the change as somebody has written it, for the token by which he accepts it
     */
    <T> T guard(Principal principal, Collection<AccountId> accounts, String what, Supplier<T> work);

    /**
     * Refuses a change that locks out these accounts, for a reason that is known here, unless the caller accepts it.
     *
     * @param affected logins of enabled accounts
     * @param what as above
     */
    void require(Principal principal, Map<AccountId, String> affected, Cause cause, String what);
}
