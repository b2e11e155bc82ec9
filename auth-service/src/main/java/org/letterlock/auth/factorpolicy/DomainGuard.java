package org.letterlock.auth.factorpolicy;

import java.util.function.Supplier;
import org.letterlock.contracts.directory.DomainId;
import org.letterlock.service.web.Principal;

/** Stands before changes of a domain that would take the last way in from its accounts (VAL-1). */
public interface DomainGuard {
    /**
     * Makes a change in a transaction, and undoes it where it locks somebody out and the caller has not accepted that.
     *
     * @param domain whose accounts' ways in may change
     * @param what the change as somebody has written it, for the token by which he accepts it
     */
    <T> T guardDomain(Principal principal, DomainId domain, String what, Supplier<T> work);
}
