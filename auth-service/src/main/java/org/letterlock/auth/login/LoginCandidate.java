package org.letterlock.auth.login;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.letterlock.auth.credential.SealedVerifiers;
import org.letterlock.auth.directory.Directories;
import org.letterlock.auth.factorpolicy.SecondFactorPolicy;
import org.letterlock.auth.password.PasswordExpiry;
import org.letterlock.contracts.Octets;
import org.letterlock.contracts.access.AccessPolicyId;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.contracts.directory.Role;

/**
 * What a name stands for that somebody wants to log in with.
 *
 * @param canonicalName the same for all spellings of a name, whether or not somebody has it
 * @param account null for a name that nobody has
 * @param directory of the domain that the name is in; null where it has none, or is no domain
 */
public record LoginCandidate(
        String canonicalName, @Nullable KnownAccount account, Directories.@Nullable Reference directory) {

    /**
     * An account that may be behind the login.
     *
     * @param accessPolicy null for the default one
     * @param secondFactor whether one is enrolled (MFA-1)
     * @param factorPolicy what its domain wants of second factors (MFA-2)
     * @param verifiers null while it has no password
     * @param passwordExpiry null where the password does not expire
     * @param mapped whether it logs in at the directory of its domain (DIR-2)
     * @param directoryKey of its entry there; null where no sync has seen it yet
     */
    public record KnownAccount(
            AccountId id,
            boolean enabled,
            boolean mayLogIn,
            boolean mustChangePassword,
            Role role,
            @Nullable AccessPolicyId accessPolicy,
            boolean secondFactor,
            SecondFactorPolicy factorPolicy,
            @Nullable SealedVerifiers verifiers,
            @Nullable PasswordExpiry passwordExpiry,
            boolean mapped,
            @Nullable Octets directoryKey) {

        /** Whether it is let in with correct credentials (ACC-4). */
        public boolean isAdmitted() {
            return enabled && mayLogIn;
        }

        /** Whether its password has expired (PWD-8). */
        public boolean isExpired(Instant now) {
            return passwordExpiry != null && passwordExpiry.isOver(now);
        }

        /** Whether an expired password is still good for setting another one. */
        public boolean mayRenew() {
            return passwordExpiry == null || passwordExpiry.selfRenewal();
        }
    }

    /** Which account it is, if any. */
    public Optional<AccountId> id() {
        return Optional.ofNullable(account).map(KnownAccount::id);
    }

    /** Whether it is an account whose password is in a directory. */
    public boolean isMapped() {
        return account != null && account.mapped();
    }

    /** The name without its domain. */
    String localPart() {
        int at = canonicalName.lastIndexOf('@');
        return at < 0 ? canonicalName : canonicalName.substring(0, at);
    }

    /** What the password is checked against. */
    public Optional<SealedVerifiers> verifiers() {
        return Optional.ofNullable(account).map(KnownAccount::verifiers);
    }
}
