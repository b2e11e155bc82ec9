package org.letterlock.auth.account;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.letterlock.auth.access.PolicyAssignments;
import org.letterlock.auth.credential.JdbcCredentials;
import org.letterlock.auth.credential.PasswordFormat;
import org.letterlock.auth.credential.PasswordStorage;
import org.letterlock.auth.credential.StorageChoice;
import org.letterlock.auth.credential.Verifiers;
import org.letterlock.auth.lockout.LockOuts;
import org.letterlock.auth.naming.AddressOwner.OfAccount;
import org.letterlock.auth.naming.AddressRegistry;
import org.letterlock.auth.password.NewPasswords;
import org.letterlock.auth.password.NewPasswords.Acceptable;
import org.letterlock.auth.password.PasswordOwner;
import org.letterlock.auth.token.TokenService;
import org.letterlock.contracts.TimeOrderedUuid;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.contracts.directory.DomainId;
import org.letterlock.contracts.directory.Role;
import org.letterlock.mailsyntax.address.AddrSpec;
import org.letterlock.sasl.Password;
import org.letterlock.service.kafka.Outbox;
import org.letterlock.service.listing.Filters;
import org.letterlock.service.web.Etags;
import org.letterlock.service.web.Faults;
import org.letterlock.service.web.Page;
import org.letterlock.service.web.PageRequest;
import org.letterlock.service.web.Principal;
import org.letterlock.service.web.ProblemException;
import org.letterlock.service.web.ProblemType;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.transaction.support.TransactionOperations;

/** Creates, changes and deletes accounts, each in one transaction with what it tells the other services. */
final class AccountService {
    private final JdbcAccounts accounts;
    private final AddressRegistry addresses;
    private final JdbcCredentials credentials;
    private final PasswordStorage storage;
    private final NewPasswords passwords;
    private final PolicyAssignments policies;
    private final TokenService tokens;
    private final FrontEnds frontEnds;
    private final PasswordNews news;
    private final LockOuts lockOuts;
    private final Outbox outbox;
    private final TransactionOperations transactions;
    private final InstantSource clock;

    AccountService(
            JdbcAccounts accounts,
            AddressRegistry addresses,
            JdbcCredentials credentials,
            PasswordStorage storage,
            NewPasswords passwords,
            PolicyAssignments policies,
            TokenService tokens,
            FrontEnds frontEnds,
            PasswordNews news,
            LockOuts lockOuts,
            Outbox outbox,
            TransactionOperations transactions,
            InstantSource clock) {
        this.accounts = accounts;
        this.addresses = addresses;
        this.credentials = credentials;
        this.storage = storage;
        this.passwords = passwords;
        this.policies = policies;
        this.tokens = tokens;
        this.frontEnds = frontEnds;
        this.news = news;
        this.lockOuts = lockOuts;
        this.outbox = outbox;
        this.transactions = transactions;
        this.clock = clock;
    }

    StoredAccount require(AccountId id) {
        return accounts.find(id).orElseThrow(ProblemException::notFound);
    }

    Page<StoredAccount> list(PageRequest request, Filters filters) {
        return accounts.list(request, filters);
    }

    StoredAccount create(Principal principal, AccountDocument document) {
        AccountDraft draft = AccountDraft.ofNew(document, addresses.primaryDomain());
        requireMayGrant(principal, Role.USER, draft.traits().role());
        AddrSpec wanted = Objects.requireNonNull(draft.login());
        Optional<NewPassword> password = prepared(
                draft, null, domainOf(canonical(wanted)), canonical(wanted).format());
        policies.requireKnown(draft.traits().accessPolicy());
        requireDirectory(draft, domainOf(canonical(wanted)));
        return transactions.execute(_ -> {
            policies.hold(draft.traits().accessPolicy());
            AddrSpec login = canonical(wanted);
            Instant now = clock.instant();
            StoredAccount account = new StoredAccount(
                    new AccountId(TimeOrderedUuid.of(now, UUID.randomUUID())),
                    domainOf(login),
                    login.format(),
                    draft.extraAddresses(),
                    draft.traits(),
                    false,
                    password.map(_ -> now).orElse(null),
                    null,
                    password.map(made -> made.verifiers().choice()).orElse(null),
                    1,
                    now,
                    now);
            insert(account, login);
            password.ifPresent(made -> save(account.id(), made, now));
            assignAddresses(account, login);
            frontEnds.tell(account);
            StoredAccount stored = require(account.id()); // with what the database makes of it, such as the expiry
            outbox.audit("account.created", target(stored), null, stored.document());
            return stored;
        });
    }

    /** @param edit makes the new document of the one that is stored */
    StoredAccount change(
            Principal principal, AccountId id, @Nullable String ifMatch, UnaryOperator<AccountDocument> edit) {
        StoredAccount before = require(id);
        Etags.requireMatch(ifMatch, before.version());
        AccountDocument document = edit.apply(before.document());
        AccountDraft draft = AccountDraft.ofChange(document, before, addresses.primaryDomain());
        requireAllowed(principal, before, draft);
        boolean becomesMapped = requireMappable(before, draft, document.confirm());
        // Outside the transaction: it takes long.
        Optional<NewPassword> password = prepared(draft, id, before.domain(), before.login());
        if (password.isEmpty()) {
            passwords.requireNotIn(draft.traits().publicFieldsOtherThan(before.traits()), id);
        }
        boolean samePolicy =
                Objects.equals(draft.traits().accessPolicy(), before.traits().accessPolicy());
        if (!samePolicy) {
            policies.requireKnown(draft.traits().accessPolicy());
        }
        Supplier<StoredAccount> work = () -> {
            if (!samePolicy) {
                policies.hold(draft.traits().accessPolicy());
            }
            StoredAccount current = accounts.lock(id).orElseThrow(ProblemException::notFound);
            Etags.requireMatch(Etags.of(before.version()), current.version());
            Instant now = clock.instant();
            StoredAccount changed = current.changed(
                    draft, password.map(made -> made.verifiers().choice()).orElse(null), now);
            accounts.update(changed);
            password.ifPresent(made -> {
                save(id, made, now);
                news.changed(principal, changed, PasswordNews.Channel.ADMINISTRATION);
            });
            if (becomesMapped) { // and nothing of the old password stays (DIR-2)
                credentials.delete(id);
                passwords.forget(id);
            }
            boolean leavesDirectory =
                    current.traits().mapped() && !changed.traits().mapped();
            if (leavesDirectory) {
                frontEnds.endSessions(id);
            }
            tellRoles(current, changed);
            outbox.audit("account.changed", target(changed), current.document(), changed.document());
            AddrSpec login = draft.login();
            if (login != null) {
                assignAddresses(changed, login);
                frontEnds.tell(changed);
            }
            if (password.isEmpty()) {
                credentials.keepOnly(id, changed.traits().storage().legacySecrets());
            }
            if (password.isPresent()
                    || becomesMapped
                    || leavesDirectory
                    || !changed.traits().enabled()
                    || !changed.traits().mayLogIn()) {
                tokens.endSessionsExcept(id, principal.tokenId());
            }
            return require(id);
        };
        boolean sameWaysIn = password.isEmpty()
                && draft.traits().waysIn().equals(before.traits().waysIn());
        return sameWaysIn
                ? transactions.execute(_ -> work.get())
                : lockOuts.guard(principal, List.of(id), draft.traits().waysIn(), work);
    }

    /** Sets the own password: the caller has shown the current one. Other sessions end (PWD-11). */
    void setOwnPassword(Principal principal, StoredAccount account, Password password, String pointer) {
        AccountId id = account.id();
        PasswordOwner owner = owner(id, account.domain(), account.localPart(), account.traits());
        Acceptable accepted = passwords.require(password, owner, pointer);
        NewPassword made = new NewPassword(
                storage.verifiers(account.login(), account.traits().storage(), password), accepted);
        transactions.executeWithoutResult(_ -> {
            StoredAccount current = accounts.lock(id).orElseThrow(ProblemException::notFound);
            if (current.traits().mapped()) { // meanwhile
                throw AccountDraft.directoryAccount();
            }
            Instant now = clock.instant();
            accounts.notePasswordChange(id, now);
            save(id, made, now);
            credentials.keepOnly(
                    id, current.traits().storage().legacySecrets()); // one may have been taken away meanwhile
            frontEnds.tell(current); // the mail sessions that were opened with the old one end
            news.changed(principal, account, PasswordNews.Channel.SELF_SERVICE);
            tokens.endSessionsExcept(id, principal.tokenId());
        });
    }

    void delete(Principal principal, AccountId id, @Nullable String ifMatch) {
        StoredAccount account = require(id);
        boolean isAdministrator = tokens.effectiveRole(id, account.traits().role()) == Role.FULL_ADMIN;
        if (isAdministrator) {
            lockOuts.guard(principal, List.of(), "", () -> {
                remove(principal, id, ifMatch);
                return account;
            });
        } else {
            transactions.executeWithoutResult(_ -> remove(principal, id, ifMatch));
        }
    }

    private void remove(Principal principal, AccountId id, @Nullable String ifMatch) {
        StoredAccount current = accounts.lock(id).orElseThrow(ProblemException::notFound);
        Etags.requireMatch(ifMatch, current.version());
        if (current.isBuiltIn()) {
            throw lastAdmin();
        }
        if (principal.account().equals(id)) {
            throw ProblemException.forbidden();
        }
        try {
            accounts.delete(id);
        } catch (DataIntegrityViolationException referenced) {
            throw new ProblemException(ProblemType.IN_USE, "Groups or aliases lead to this account.");
        }
        frontEnds.tellGone(id);
        outbox.audit("account.deleted", target(current), current.document(), null);
    }

    /** A password that may be set, and what is stored of it. */
    private record NewPassword(Verifiers verifiers, Acceptable accepted) {}

    private Optional<NewPassword> prepared(
            AccountDraft draft, @Nullable AccountId account, @Nullable DomainId domain, String login) {
        PasswordOwner owner = owner(account, domain, StoredAccount.localPart(login), draft.traits());
        return Optional.ofNullable(draft.newPassword()).map(password -> {
            Acceptable accepted = passwords.require(password, owner, "/password");
            return new NewPassword(storage.verifiers(login, draft.traits().storage(), password), accepted);
        });
    }

    private void save(AccountId id, NewPassword password, Instant now) {
        credentials.save(id, password.verifiers(), now);
        passwords.remember(id, password.accepted());
    }

    private static PasswordOwner owner(
            @Nullable AccountId account, @Nullable DomainId domain, String localPart, AccountTraits traits) {
        return new PasswordOwner(account, domain, localPart, traits.displayName(), traits.publicFields());
    }

    private AddrSpec canonical(AddrSpec address) {
        return accounts.canonical(address).orElseThrow(AccountService::unknownDomain);
    }

    private DomainId domainOf(AddrSpec login) {
        return addresses.findDomain(login.domain()).orElseThrow(AccountService::unknownDomain);
    }

    private static ProblemException unknownDomain() {
        return ProblemException.validation(
                "/login", "unknown-domain", "The domain of a login name is one of this installation.");
    }

    private void requireAllowed(Principal principal, StoredAccount current, AccountDraft draft) {
        AccountTraits wanted = draft.traits();
        boolean weaker = wanted.role().compareTo(current.traits().role()) < 0;
        boolean shutOut = weaker || !wanted.enabled() || !wanted.mayLogIn();
        if (current.isBuiltIn() && shutOut) {
            throw lastAdmin();
        }
        if (principal.account().equals(current.id()) && shutOut) {
            throw ProblemException.forbidden(); // ROLE-2: nobody takes the own rights away
        }
        if (principal.account().equals(current.id()) && draft.newPassword() != null) {
            // PWD-12: or a session or a token that fell into other hands would become the password.
            throw new ProblemException(
                    ProblemType.FORBIDDEN, "The own password is set at /me/password, with the current one.");
        }
        requireMayGrant(principal, current.traits().role(), wanted.role());
        boolean givesAWayIn = draft.newPassword() != null
                || (wanted.mapped() && !current.traits().mapped());
        if (givesAWayIn && tokens.effectiveRole(current.id(), current.traits().role()) != Role.USER) {
            principal.requireStepUp(); // whoever knows the password of an administrator is on the way to the role
        }
    }

    private static void requireMayGrant(Principal principal, Role before, Role role) {
        if (role.compareTo(principal.role()) > 0) {
            throw ProblemException.forbidden();
        }
        if (role.compareTo(before) > 0) {
            principal.requireStepUp();
        }
    }

    private static ProblemException lastAdmin() {
        return new ProblemException(
                ProblemType.LAST_ADMIN, "The built-in administrator stays, enabled and with its role.");
    }

    /** Whether the account is mapped now and was not before. */
    private boolean requireMappable(StoredAccount before, AccountDraft draft, @Nullable String confirm) {
        if (!draft.traits().mapped() || before.traits().mapped()) {
            return false;
        }
        requireDirectory(draft, before.domain());
        StorageChoice stored = before.passwordStoredAs();
        if (stored != null && stored.format() == PasswordFormat.SHA) {
            throw new ProblemException(
                    ProblemType.FORMAT_CONFLICT, "An account with format SHA cannot be mapped to a directory.");
        }
        if (stored != null && !AccountDocument.CONFIRM_DELETION.equals(confirm)) {
            throw ProblemException.validation(
                    "/confirm",
                    "confirmation-needed",
                    "Mapping deletes the password of the account; send confirm with the value \"delete-password\" if that is meant.");
        }
        return true;
    }

    private void requireDirectory(AccountDraft draft, @Nullable DomainId domain) {
        if (draft.traits().mapped() && !accounts.hasDirectory(domain)) {
            throw ProblemException.validation("/mapped", "no-directory", "The domain has no directory.");
        }
    }

    private void insert(StoredAccount account, AddrSpec login) {
        try {
            accounts.insert(account);
        } catch (DataIntegrityViolationException duplicate) {
            throw new ProblemException(
                    ProblemType.NAME_IN_USE, "The address " + login.format() + " belongs to somebody already.");
        }
    }

    private void assignAddresses(StoredAccount account, AddrSpec login) {
        Faults faults = new Faults();
        List<AddrSpec> extra = account.extraAddresses();
        for (int i = 0; i < extra.size(); i++) {
            faults.require(
                    addresses.findDomain(extra.get(i).domain()).isPresent(),
                    "/extraAddresses/" + i,
                    "unknown-domain",
                    "The domain of an address is one of this installation.");
        }
        faults.throwIfAny();
        List<AddrSpec> all = new ArrayList<>(List.of(login));
        all.addAll(extra);
        addresses.assign(new OfAccount(account.id()), all);
    }

    /** ROLE-3. */
    private void tellRoles(StoredAccount before, StoredAccount after) {
        Role old = before.traits().role();
        Role current = after.traits().role();
        if (old != current) {
            String event = current.compareTo(old) > 0 ? "role.granted" : "role.revoked";
            outbox.audit(event, target(after), Map.of("role", old), Map.of("role", current));
        }
    }

    private static String target(StoredAccount account) {
        return "/accounts/" + account.id();
    }
}
