package org.letterlock.auth.token;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.letterlock.auth.access.AccessJudge;
import org.letterlock.auth.password.PasswordExpiry;
import org.letterlock.auth.token.JdbcTokens.Match;
import org.letterlock.contracts.TimeOrderedUuid;
import org.letterlock.contracts.access.AccessService;
import org.letterlock.contracts.access.AccessVerdict;
import org.letterlock.contracts.access.IpGroups;
import org.letterlock.contracts.authentication.AuthenticationReply;
import org.letterlock.contracts.authentication.AuthenticationReply.Reason;
import org.letterlock.contracts.authentication.AuthenticationReply.Refused;
import org.letterlock.contracts.authentication.AuthenticationReply.TokenAccepted;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.contracts.directory.Role;
import org.letterlock.service.kafka.Outbox;
import org.letterlock.service.listing.Filters;
import org.letterlock.service.web.Page;
import org.letterlock.service.web.PageRequest;
import org.letterlock.service.web.Principal;
import org.letterlock.service.web.ProblemException;
import org.letterlock.service.web.ProblemType;
import org.springframework.transaction.support.TransactionOperations;

/** Makes, checks and revokes tokens. */
public final class TokenService {
    private static final Duration SESSION = Duration.ofHours(12);
    // Writing the last use once a minute is enough to see that a token is in use, and spares a write per request.
    private static final Duration USE_NOTED_EVERY = Duration.ofMinutes(1);
    private static final int MAX_API_TOKENS = 100;

    private final JdbcTokens tokens;
    private final EffectiveRoles roles;
    private final Supplier<IpGroups> groups;
    private final AccessJudge access;
    private final Outbox outbox;
    private final TransactionOperations transactions;
    private final SecureRandom random;
    private final InstantSource clock;

    TokenService(
            JdbcTokens tokens,
            EffectiveRoles roles,
            Supplier<IpGroups> groups,
            AccessJudge access,
            Outbox outbox,
            TransactionOperations transactions,
            SecureRandom random,
            InstantSource clock) {
        this.tokens = tokens;
        this.roles = roles;
        this.groups = groups;
        this.access = access;
        this.outbox = outbox;
        this.transactions = transactions;
        this.random = random;
        this.clock = clock;
    }

    /** Starts a session of somebody who has just shown the password; its role is whatever the account's is. */
    public NewToken startSession(AccountId account) {
        Instant now = clock.instant();
        return transactions.execute(_ -> {
            TokenDraft draft = new TokenDraft("session", Role.FULL_ADMIN, null, now.plus(SESSION), null);
            NewToken session = issue(account, TokenKind.SESSION, draft, now);
            tokens.deleteOldSessions(account, now);
            return session;
        });
    }

    /** Only a session makes tokens: a token that was lost must not give birth to others that outlive it (TOK-1). */
    NewToken createApiToken(Principal principal, TokenDocument document) {
        requireSession(principal);
        AccountId account = principal.account();
        TokenDraft draft = TokenDraft.of(document, groups.get(), clock.instant());
        principal.require(draft.role());
        if (tokens.count(account, TokenKind.API) >= MAX_API_TOKENS) {
            throw new ProblemException(
                    ProblemType.VALIDATION, "You have " + MAX_API_TOKENS + " tokens; delete some first.");
        }
        return transactions.execute(_ -> {
            NewToken made = issue(account, TokenKind.API, draft, clock.instant());
            outbox.audit("token.created", target(made.id()), null, TokenView.of(require(made.id()), null));
            return made;
        });
    }

    /** Whose token that is and what it may do now. */
    public AuthenticationReply check(byte[] digest, String clientAddress) {
        Instant now = clock.instant();
        Optional<Match> match = tokens.match(digest, now);
        if (match.isEmpty()) {
            return new Refused(Reason.CREDENTIALS);
        }
        Match found = match.get();
        if (!found.enabled() || !found.mayLogIn()) {
            return new Refused(Reason.DISABLED);
        }
        StoredToken token = found.token();
        if (!groups.get().admits(token.ipGroup(), clientAddress)) {
            return new Refused(Reason.CREDENTIALS);
        }
        switch (access.judge(found.accessPolicy(), AccessService.ADMIN.policyName(), clientAddress)) {
            case AccessVerdict.Allowed() -> {}
            case AccessVerdict.Undecided _ -> {
                return new Refused(Reason.TEMPORARY);
            }
            case AccessVerdict.Denied _ -> {
                return new Refused(Reason.ACCESS_POLICY);
            }
        }
        Instant lastUse = token.lastUsedAt();
        if (lastUse == null || lastUse.plus(USE_NOTED_EVERY).isBefore(now)) {
            tokens.noteUse(token.id(), clientAddress, now);
        }
        PasswordExpiry expiry = found.passwordExpiry();
        boolean expired = expiry != null && expiry.isOver(now);
        Role role = weaker(token.role(), roles.of(token.account(), found.ownRole()));
        return new TokenAccepted(
                token.account(),
                found.login(),
                role,
                token.id(),
                token.expiresAt(),
                found.mustChangePassword() || expired,
                token.resources());
    }

    /** The role of an account with those of its groups. */
    public Role effectiveRole(AccountId account, Role own) {
        return roles.of(account, own);
    }

    /** Ends the sessions of an account: its password or state has changed. API tokens stay. */
    public void endSessionsExcept(AccountId account, UUID spared) {
        tokens.deleteSessionsExcept(account, spared);
    }

    /** Ends the session that somebody logs out of; nothing happens if it is gone already. */
    public void endSession(UUID id) {
        tokens.delete(id);
    }

    /** Revokes a token; nothing happens if it is gone already. */
    void revoke(StoredToken token) {
        transactions.executeWithoutResult(_ -> {
            if (tokens.delete(token.id())) {
                outbox.audit("token.revoked", target(token.id()), TokenView.of(token, null), null);
            }
        });
    }

    private static String target(UUID token) {
        return "/tokens/" + token;
    }

    /** Answers {@code 403 forbidden} to an API token: what follows wants somebody who has shown the password. */
    public void requireSession(Principal principal) {
        if (require(principal.tokenId()).kind() != TokenKind.SESSION) {
            throw ProblemException.forbidden();
        }
    }

    StoredToken require(UUID id) {
        return tokens.find(id).orElseThrow(ProblemException::notFound);
    }

    /** @param filters what is wanted of the account's */
    Page<StoredToken> list(AccountId account, PageRequest request, Filters filters) {
        return tokens.list(request, filters.equal("t.account_id", account.value()));
    }

    private NewToken issue(AccountId account, TokenKind kind, TokenDraft draft, Instant now) {
        TokenSecret secret = TokenSecret.random(random);
        UUID id = TimeOrderedUuid.of(now, UUID.randomUUID());
        tokens.insert(
                new StoredToken(
                        id,
                        account,
                        kind,
                        draft.name(),
                        draft.role(),
                        draft.resources(),
                        draft.ipGroup(),
                        now,
                        draft.expiresAt(),
                        null,
                        null),
                secret);
        return new NewToken(id, secret.reveal(), draft.expiresAt());
    }

    private static Role weaker(Role one, Role other) {
        return one.compareTo(other) <= 0 ? one : other;
    }
}
