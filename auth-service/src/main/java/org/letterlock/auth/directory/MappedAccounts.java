package org.letterlock.auth.directory;

import java.util.List;
import java.util.Set;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.contracts.directory.DomainId;

/** The accounts of a domain, as a directory needs them. Each change is a transaction of its own, and told to the other services. */
public interface MappedAccounts {
    /** All of a domain, mapped or not. */
    List<DomainAccount> of(DomainId domain);

    /** Local-parts of the domain that are addresses of groups and aliases, or further addresses of accounts. */
    Set<String> takenLocalParts(DomainId domain);

    /** Makes an account; throws a {@code ProblemException} where its address has become another's. */
    void create(DomainId domain, Person person);

    /** Writes what the entry says; nothing where the account is not mapped any more. */
    void update(AccountId account, Person person);

    /** Disables an account whose entry has vanished, and ends its sessions. */
    void disable(AccountId account);

    /** Enables an account that {@link #disable} has disabled. */
    void enable(AccountId account);

    /** Logins of the mapped accounts of a domain, enabled ones first, in the current transaction if there is one. */
    List<MappedLogin> mappedLogins(DomainId domain);

    /** Makes all of them local accounts, without a password; in the current transaction. */
    void release(DomainId domain);

    /** An account that is mapped. */
    record MappedLogin(AccountId id, String login, boolean enabled) {}
}
