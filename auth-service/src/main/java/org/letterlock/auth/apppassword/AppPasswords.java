package org.letterlock.auth.apppassword;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.letterlock.auth.apppassword.StoredAppPassword.LastUse;
import org.letterlock.contracts.TimeOrderedUuid;
import org.letterlock.contracts.Topics;
import org.letterlock.contracts.access.IpGroups;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.contracts.session.SessionCommand;
import org.letterlock.sasl.Password;
import org.letterlock.service.kafka.Outbox;
import org.letterlock.service.listing.ListOrder;
import org.letterlock.service.web.Page;
import org.letterlock.service.web.PageRequest;
import org.letterlock.service.web.ProblemException;
import org.letterlock.service.web.ProblemType;
import org.springframework.transaction.support.TransactionOperations;

/** Makes, checks and revokes app passwords. Safe for use by any thread; callers block. */
public final class AppPasswords {
    static final int MAX_PER_ACCOUNT = 50;
    // Writing the last use once a minute is enough to see that it is in use, and spares a write per login.
    private static final Duration USE_NOTED_EVERY = Duration.ofMinutes(1);
    private static final ListOrder<StoredAppPassword> ORDER =
            ListOrder.byId("id", StoredAppPassword::id).time("createdAt", "created_at", StoredAppPassword::createdAt);
    private static final AccountId NOBODY = new AccountId(new UUID(0, 0));

    /** One that was just made; its secret is never to be had again. */
    record Made(StoredAppPassword stored, AppPasswordSecret secret) {}

    private final JdbcAppPasswords passwords;
    private final Supplier<IpGroups> groups;
    private final Outbox outbox;
    private final TransactionOperations transactions;
    private final SecureRandom random;
    private final InstantSource clock;

    AppPasswords(
            JdbcAppPasswords passwords,
            Supplier<IpGroups> groups,
            Outbox outbox,
            TransactionOperations transactions,
            SecureRandom random,
            InstantSource clock) {
        this.passwords = passwords;
        this.groups = groups;
        this.outbox = outbox;
        this.transactions = transactions;
        this.random = random;
        this.clock = clock;
    }

    /**
     * The app password that was typed, if it is one of the account's and good for that service, from there and now. Takes the
     * same time for a name that nobody has (AUTH-7).
     *
     * @param account empty for a name that nobody has
     * @param service one of the ids of SVC-1
     */
    public Optional<UUID> match(Optional<AccountId> account, Password typed, String service, String clientAddress) {
        return AppPasswordSecret.parse(typed).flatMap(secret -> {
            AccountId owner = account.orElse(NOBODY);
            return passwords
                    .match(owner, secret.digest(owner))
                    .filter(found -> isGoodFor(found, service, clientAddress))
                    .map(found -> used(found, service, clientAddress));
        });
    }

    /** Whether the account has one that is good for that service, from there and now. */
    public boolean opens(AccountId account, String service, String clientAddress) {
        return passwords.list(account).stream().anyMatch(one -> isGoodFor(one, service, clientAddress));
    }

    private boolean isGoodFor(StoredAppPassword found, String service, String clientAddress) {
        return found.isValidAt(clock.instant())
                && MailProtocol.ofService(service)
                        .filter(found.protocols()::contains)
                        .isPresent()
                && groups.get().admits(found.ipGroup(), clientAddress);
    }

    private UUID used(StoredAppPassword found, String service, String clientAddress) {
        Instant now = clock.instant();
        LastUse before = found.lastUse();
        boolean alike = before != null
                && before.clientAddress().equals(clientAddress)
                && before.service().equals(service);
        if (before == null || !alike || before.time().plus(USE_NOTED_EVERY).isBefore(now)) {
            passwords.noteUse(found.id(), new LastUse(now, clientAddress, service));
        }
        return found.id();
    }

    /** Answers {@code 422 validation} when the account has fifty. */
    Made create(AccountId account, AppPasswordDocument document) {
        Instant now = clock.instant();
        AppPasswordDraft draft = AppPasswordDraft.of(document, groups.get(), now);
        AppPasswordSecret secret = AppPasswordSecret.random(random);
        StoredAppPassword made = new StoredAppPassword(
                TimeOrderedUuid.of(now, UUID.randomUUID()),
                account,
                draft.name(),
                draft.protocols(),
                draft.ipGroup(),
                now,
                draft.expiresAt(),
                null);
        transactions.executeWithoutResult(_ -> {
            if (!passwords.insert(made, secret.digest(account), MAX_PER_ACCOUNT)) {
                throw new ProblemException(
                        ProblemType.VALIDATION, "There are " + MAX_PER_ACCOUNT + " app passwords; revoke some first.");
            }
            outbox.audit("app-password.created", target(made), null, AppPasswordView.of(made, null));
        });
        return new Made(made, secret);
    }

    StoredAppPassword require(AccountId account, UUID id) {
        return passwords.find(account, id).orElseThrow(ProblemException::notFound);
    }

    /** @param protocol null for any */
    Page<StoredAppPassword> list(AccountId account, @Nullable MailProtocol protocol, PageRequest request) {
        return ORDER.page(
                request,
                passwords.list(account).stream()
                        .filter(one -> protocol == null || one.protocols().contains(protocol))
                        .toList());
    }

    void revoke(StoredAppPassword one) {
        transactions.executeWithoutResult(_ -> {
            if (passwords.delete(one.account(), one.id())) {
                outbox.audit("app-password.revoked", target(one), AppPasswordView.of(one, null), null);
                UUID request = UUID.randomUUID();
                outbox.add(
                        Topics.SESSION_COMMANDS,
                        request.toString(),
                        new SessionCommand.EndCredential(request, one.id()));
            }
        });
    }

    private static String target(StoredAppPassword which) {
        return "/accounts/" + which.account() + "/app-passwords/" + which.id();
    }
}
