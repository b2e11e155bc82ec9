package org.letterlock.auth.password;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.letterlock.auth.credential.CredentialCheck;
import org.letterlock.auth.credential.FormerPassword;
import org.letterlock.auth.credential.FormerPasswords;
import org.letterlock.auth.credential.JdbcCredentials;
import org.letterlock.auth.credential.SealedVerifiers;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.sasl.Password;
import org.letterlock.service.web.Fault;
import org.letterlock.service.web.ProblemException;
import org.letterlock.service.web.ProblemType;

/**
 * Judges what somebody wants to set as a password, whoever it is (PWD-5), and what is written where others read. Both take as
 * long as several logins; callers block, outside of transactions.
 */
public final class NewPasswords {
    private final PasswordPolicies policies;
    private final JdbcCredentials credentials;
    private final CredentialCheck check;
    private final FormerPasswords former;

    NewPasswords(
            PasswordPolicies policies, JdbcCredentials credentials, CredentialCheck check, FormerPasswords former) {
        this.policies = policies;
        this.credentials = credentials;
        this.check = check;
        this.former = former;
    }

    /**
     * A password that was found acceptable.
     *
     * @param toRemember what is kept of it; null where the policy keeps none
     * @param history how many are kept
     */
    public record Acceptable(@Nullable FormerPassword toRemember, int history) {}

    /**
     * Judges a password, or answers {@code 422 password-policy} with every rule that it breaks.
     *
     * @param pointer where it stands in the document
     */
    public Acceptable require(Password password, PasswordOwner owner, String pointer) {
        PasswordPolicy policy = policies.of(owner.domain());
        String text = new String(password.toUtf8(), StandardCharsets.UTF_8);
        Set<PasswordViolation> broken = policies.rules(policy, owner.domain()).judge(text, owner);
        AccountId account = owner.account();
        if (account != null && policy.history() > 0 && isReused(account, password, policy.history())) {
            broken.add(PasswordViolation.REUSED);
        }
        if (!broken.isEmpty()) {
            List<Fault> faults =
                    broken.stream().map(rule -> rule.toFault(pointer, policy)).toList();
            String codes = broken.stream().map(PasswordViolation::code).collect(Collectors.joining(", "));
            throw new ProblemException(
                    ProblemType.PASSWORD_POLICY, "The password policy does not allow this one: " + codes + ".", faults);
        }
        return new Acceptable(policy.history() > 0 ? former.of(password) : null, policy.history());
    }

    /** Remembers a password that is being set; in the transaction that sets it, after the credentials. */
    public void remember(AccountId account, Acceptable password) {
        FormerPassword toRemember = password.toRemember();
        if (toRemember == null) {
            former.forget(account);
        } else {
            former.add(account, toRemember, password.history());
        }
    }

    /** Forgets the history of an account that has no password here any more. */
    public void forget(AccountId account) {
        former.forget(account);
    }

    /**
     * Answers {@code 422 password-in-public-field} if one of the texts holds the current password of the account (PWD-6).
     *
     * @param changed the fields that are being changed
     */
    public void requireNotIn(Collection<String> changed, AccountId account) {
        Optional<SealedVerifiers> stored = credentials.find(account);
        if (stored.isEmpty()) {
            return;
        }
        for (Password candidate : PublicFields.candidates(changed)) {
            if (check.matches(stored, candidate, account.toString())) {
                throw new ProblemException(
                        ProblemType.PASSWORD_IN_PUBLIC_FIELD,
                        "A field that others may read holds the password of the account. Do not put passwords there.");
            }
        }
    }

    // The current password counts as the last one; it is in the history as well unless it is older than the history.
    private boolean isReused(AccountId account, Password password, int history) {
        return check.matches(credentials.find(account), password, account.toString())
                || former.holds(account, password, history);
    }
}
