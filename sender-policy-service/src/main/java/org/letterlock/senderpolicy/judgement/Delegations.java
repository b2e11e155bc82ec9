package org.letterlock.senderpolicy.judgement;

import java.util.List;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.contracts.directory.AddressId;

/** Which delegations are in force. */
@FunctionalInterface
public interface Delegations {
    /** Those that {@code principal} has granted and that have not ended. */
    List<Grant> grantedBy(AccountId principal);

    /** A permission to send as the principal. */
    record Grant(Delegate delegate, Mode mode) {}

    /** Who was granted it. */
    sealed interface Delegate {
        record ToAccount(AccountId account) implements Delegate {}

        record ToGroup(AddressId group) implements Delegate {}
    }

    /** DELEG-2. */
    enum Mode {
        /** The message names the delegate in Sender. */
        ON_BEHALF,
        /** The message looks as if the principal had sent it. */
        SEND_AS
    }
}
