package org.letterlock.auth.naming;

import org.letterlock.contracts.directory.AccountId;
import org.letterlock.contracts.directory.AddressId;

/** Whose an address is. */
public sealed interface AddressOwner {
    record OfAccount(AccountId id) implements AddressOwner {}

    record OfGroup(AddressId id) implements AddressOwner {}

    record OfAlias(AddressId id) implements AddressOwner {}
}
