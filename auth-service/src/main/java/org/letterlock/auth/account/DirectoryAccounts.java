package org.letterlock.auth.account;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.letterlock.auth.credential.WantedStorage;
import org.letterlock.auth.directory.DomainAccount;
import org.letterlock.auth.directory.MappedAccounts;
import org.letterlock.auth.directory.Person;
import org.letterlock.auth.naming.AddressOwner.OfAccount;
import org.letterlock.auth.naming.AddressRegistry;
import org.letterlock.auth.token.TokenService;
import org.letterlock.contracts.TimeOrderedUuid;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.contracts.directory.DomainId;
import org.letterlock.contracts.directory.Role;
import org.letterlock.mailsyntax.address.AddrSpec;
import org.letterlock.mailsyntax.address.Domain;
import org.letterlock.service.web.ProblemException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** Writes what a sync with a directory makes of accounts. Whoever is made so is a USER; a directory grants no roles. */
final class DirectoryAccounts implements MappedAccounts {
    private static final UUID NONE = new UUID(0, 0);

    private final JdbcAccounts accounts;
    private final AddressRegistry addresses;
    private final TokenService tokens;
    private final FrontEnds frontEnds;
    private final JdbcClient jdbc;
    private final TransactionOperations transactions;
    private final InstantSource clock;

    DirectoryAccounts(
            JdbcAccounts accounts,
            AddressRegistry addresses,
            TokenService tokens,
            FrontEnds frontEnds,
            JdbcClient jdbc,
            TransactionOperations transactions,
            InstantSource clock) {
        this.accounts = accounts;
        this.addresses = addresses;
        this.tokens = tokens;
        this.frontEnds = frontEnds;
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.clock = clock;
    }

    @Override
    public List<DomainAccount> of(DomainId domain) {
        return accounts.domainAccounts(domain);
    }

    @Override
    public Set<String> takenLocalParts(DomainId domain) {
        return accounts.takenLocalParts(domain);
    }

    @Override
    public void create(DomainId domain, Person person) {
        transactions.executeWithoutResult(_ -> {
            AddrSpec login = new AddrSpec(person.localPart(), nameOf(domain));
            Instant now = clock.instant();
            StoredAccount account = new StoredAccount(
                    new AccountId(TimeOrderedUuid.of(now, UUID.randomUUID())),
                    domain,
                    login.format(),
                    List.of(),
                    traits(person),
                    false,
                    null,
                    null,
                    null,
                    1,
                    now,
                    now);
            accounts.insert(account);
            accounts.noteEntry(account.id(), person.key());
            addresses.assign(new OfAccount(account.id()), List.of(login));
            frontEnds.tell(account);
        });
    }

    private static AccountTraits traits(Person person) {
        return new AccountTraits(
                person.displayName(),
                "",
                true,
                true,
                true,
                Role.USER,
                WantedStorage.DEFAULT,
                null,
                null,
                null,
                false,
                false,
                null,
                true);
    }

    @Override
    public void update(AccountId id, Person person) {
        transactions.executeWithoutResult(_ -> {
            boolean _ = change(id, traits -> traits.named(person.displayName()));
            accounts.noteEntry(id, person.key());
        });
    }

    @Override
    public void disable(AccountId id) {
        transactions.executeWithoutResult(_ -> {
            if (change(id, traits -> traits.enabled(false))) {
                accounts.noteVanished(id);
                tokens.endSessionsExcept(id, NONE);
            }
        });
    }

    @Override
    public void enable(AccountId id) {
        transactions.executeWithoutResult(_ -> {
            boolean _ = change(id, traits -> traits.enabled(true));
        });
    }

    /** Whether that has changed anything: an account that was made local since the plan was made stays as it is. */
    private boolean change(AccountId id, UnaryOperator<AccountTraits> edit) {
        StoredAccount current = accounts.lock(id).orElseThrow(ProblemException::notFound);
        AccountTraits wanted = edit.apply(current.traits());
        if (!current.traits().mapped() || wanted.equals(current.traits())) {
            return false;
        }
        StoredAccount changed = current.with(wanted, clock.instant());
        accounts.update(changed);
        frontEnds.tell(changed);
        return true;
    }

    @Override
    public List<MappedLogin> mappedLogins(DomainId domain) {
        return accounts.mappedLogins(domain);
    }

    @Override
    public void release(DomainId domain) {
        List<MappedLogin> released = accounts.mappedLogins(domain);
        accounts.release(domain, clock.instant());
        for (MappedLogin each : released) { // what was opened with a password that counts no more
            frontEnds.endSessions(each.id());
            tokens.endSessionsExcept(each.id(), NONE);
        }
    }

    private Domain nameOf(DomainId domain) {
        return new Domain(jdbc.sql("SELECT name FROM domains WHERE id = ?")
                .param(domain.value())
                .query(String.class)
                .optional()
                .orElseThrow(ProblemException::notFound));
    }
}
