package org.letterlock.auth.credential;

import org.letterlock.contracts.Octets;
import org.letterlock.contracts.directory.AccountId;

/**
 * The password of an account as it is stored.
 *
 * @param version another one whenever the password is set
 */
public record SealedVerifiers(AccountId account, long version, Octets sealed) {}
