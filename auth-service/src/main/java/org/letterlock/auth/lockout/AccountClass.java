package org.letterlock.auth.lockout;

import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.letterlock.auth.factorpolicy.SecondFactorPolicy;
import org.letterlock.auth.login.LoginCandidate.KnownAccount;
import org.letterlock.contracts.access.AccessPolicyId;
import org.letterlock.contracts.access.AccessService;
import org.letterlock.contracts.access.IpGroupId;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.contracts.directory.Role;
import org.letterlock.sasl.StoredCredential;

/**
 * All that decides about the ways into an account, apart from where its owner is. Thousands of accounts have few of these, so
 * each is judged once (VAL-5).
 *
 * @param mapped whether the password is in a directory (DIR-2)
 * @param credentials what its own password can be checked with; empty where it has none
 * @param digestOnly whether of its password there is, or will be, only a digest (POL-10)
 * @param secondFactor whether one is enrolled or forced, so that only app passwords work (APP-2)
 * @param appPasswords that are valid, where the own password does not work
 */
record AccountClass(
        boolean mapped,
        Set<StoredCredential> credentials,
        boolean digestOnly,
        @Nullable AccessPolicyId accessPolicy,
        boolean secondFactor,
        Set<AppPassword> appPasswords) {
    private static final SecondFactorPolicy NOTHING_FORCED = new SecondFactorPolicy(true, false, false, 0);
    private static final AccountId SOMEBODY = new AccountId(new UUID(0, 0));

    /**
     * An app password.
     *
     * @param ipGroup null where it works from everywhere
     */
    record AppPassword(AccessService service, @Nullable IpGroupId ipGroup) {}

    AccountClass {
        credentials = Set.copyOf(credentials);
        appPasswords = Set.copyOf(appPasswords);
    }

    /** The same with another access policy. */
    AccountClass with(@Nullable AccessPolicyId policy) {
        return new AccountClass(mapped, credentials, digestOnly, policy, secondFactor, appPasswords);
    }

    /** One of them, as whoever admits logins sees it; enabled, and with a password that has not expired. */
    KnownAccount typical() {
        return new KnownAccount(
                SOMEBODY,
                true,
                true,
                false,
                Role.USER,
                accessPolicy,
                secondFactor,
                NOTHING_FORCED,
                null,
                null,
                mapped,
                null);
    }
}
