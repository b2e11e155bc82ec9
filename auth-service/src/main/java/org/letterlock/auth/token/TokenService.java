package org.letterlock.auth.token;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.letterlock.auth.access.AccessJudge;
import org.letterlock.auth.password.PasswordExpiry;
import org.letterlock.auth.token.JdbcTokens.Match;
import org.letterlock.contracts.TimeOrderedUuid;
import org.letterlock.contracts.access.AccessService;
import org.letterlock.contracts.access.AccessVerdict;
import org.letterlock.contracts.access.IpGroups;
import org.letterlock.contracts.access.WebSessionPolicy;
import org.letterlock.contracts.authentication.AuthenticationReply;
import org.letterlock.contracts.authentication.AuthenticationReply.Reason;
import org.letterlock.contracts.authentication.AuthenticationReply.Refused;
import org.letterlock.contracts.authentication.AuthenticationReply.TokenAccepted;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.contracts.directory.Role;
import org.letterlock.service.kafka.Outbox;
import org.letterlock.service.listing.Filters;
import org.letterlock.service.web.CsrfToken;
import org.letterlock.service.web.Page;
import org.letterlock.service.web.PageRequest;
import org.letterlock.service.web.Principal;
import org.letterlock.service.web.ProblemException;
import org.letterlock.service.web.ProblemType;
import org.springframework.transaction.support.TransactionOperations;

/** Makes, checks and revokes tokens. */
public final class TokenService {
    private static final Duration SCRIPT_SESSION = Duration.ofHours(12);
    /** For how long requests that were under way may still show the session as it was before it was renewed. */
    private static final Duration GRACE = Duration.ofSeconds(10);

    // Writing the last use once a minute is enough to see that a token is in use, and spares a write per request.
    private static final Duration USE_NOTED_EVERY = Duration.ofMinutes(1);
    // Closer for what ends by not being used (SESS-4).
    private static final Duration BROWSER_USE_NOTED_EVERY = Duration.ofSeconds(10);
    private static final int MAX_API_TOKENS = 100;

    private final JdbcTokens tokens;
    private final EffectiveRoles roles;
    private final Supplier<IpGroups> groups;
    private final AccessJudge access;
    private final Supplier<WebSessionPolicy> policy;
    private final Outbox outbox;
    private final TransactionOperations transactions;
    private final SecureRandom random;
    private final InstantSource clock;

    TokenService(
            JdbcTokens tokens,
            EffectiveRoles roles,
            Supplier<IpGroups> groups,
            AccessJudge access,
            Supplier<WebSessionPolicy> policy,
            Outbox outbox,
            TransactionOperations transactions,
            SecureRandom random,
            InstantSource clock) {
        this.tokens = tokens;
        this.roles = roles;
        this.groups = groups;
        this.access = access;
        this.policy = policy;
        this.outbox = outbox;
        this.transactions = transactions;
        this.random = random;
        this.clock = clock;
    }

    /**
     * Starts a session of somebody who has just shown the password.
     *
     * @param factorShown whether the second factor was shown too
     */
    public NewToken startSession(AccountId account, SessionClient client, String clientAddress, boolean factorShown) {
        Instant now = clock.instant();
        WebSessionPolicy.Limits limits = client.limits(policy.get());
        Duration lifetime = limits == null ? SCRIPT_SESSION : Duration.ofSeconds(limits.absoluteSeconds());
        SessionTraits traits = new SessionTraits(client, factorShown ? now : null, clientAddress, false);
        return transactions.execute(_ -> {
            NewToken session = issue(account, traits, now, now.plus(lifetime), now);
            tokens.deleteOldSessions(account, now);
            return session;
        });
    }

    /**
     * Gives the session of somebody who has just shown the second factor another id, so that whoever may have had a hand in
     * the old one gets nothing of what it is good for now (SESS-5). Requests that are under way may show the old one for a
     * moment; it is not stepped up. Where the session was good for nothing but enrolling, every other session ends.
     */
    public NewToken renewSession(Principal principal) {
        return renew(principal, true);
    }

    /** The same for a browser whose owner has just set another password; empty for what is no session of a browser. */
    public Optional<NewToken> renewBrowser(Principal principal) {
        SessionTraits session = require(principal.tokenId()).session();
        return session == null || !session.client().isBrowser() || session.superseded()
                ? Optional.empty()
                : Optional.of(renew(principal, false));
    }

    private NewToken renew(Principal principal, boolean factorShown) {
        Instant now = clock.instant();
        return transactions.execute(_ -> {
            StoredToken old = tokens.lock(principal.tokenId()).orElseThrow(TokenService::renewedMeanwhile);
            SessionTraits before = old.session();
            if (before == null || before.superseded()) {
                throw renewedMeanwhile();
            }
            SessionTraits traits = new SessionTraits(
                    before.client(), factorShown ? now : before.factorAt(), before.startedFrom(), false);
            NewToken renewed = issue(old.account(), traits, old.createdAt(), old.expiresAt(), now);
            if (principal.mustEnrol() || principal.mustChangePassword()) {
                tokens.deleteSessionsExcept(old.account(), renewed.id());
            } else {
                tokens.supersede(old.id(), renewed.id(), now.plus(GRACE));
            }
            return renewed;
        });
    }

    private static ProblemException renewedMeanwhile() {
        return new ProblemException(ProblemType.UNAUTHENTICATED, "The session was renewed or has ended meanwhile.");
    }

    /** A session that is going on. */
    public SessionState session(Principal principal) {
        StoredToken token = require(principal.tokenId());
        SessionTraits session = token.session();
        if (session == null) {
            throw ProblemException.notFound();
        }
        return new SessionState(
                session.client(),
                token.createdAt(),
                token.expiresAt(),
                session.steppedUpUntil(),
                session.client().isBrowser()
                        ? tokens.digest(token.id()).map(CsrfToken::of).orElseThrow(ProblemException::notFound)
                        : null);
    }

    /**
     * A session as its owner sees it.
     *
     * @param steppedUpUntil until when it is good for what wants the second factor; null where it is not
     * @param csrfToken what requests carry beside its cookie; null where it is none
     */
    public record SessionState(
            SessionClient client,
            Instant createdAt,
            Instant expiresAt,
            @Nullable Instant steppedUpUntil,
            @Nullable String csrfToken) {
        @Override
        public String toString() {
            return "SessionState[" + client + "]";
        }
    }

    /** Only a session makes tokens: a token that was lost must not give birth to others that outlive it (TOK-1). */
    NewToken createApiToken(Principal principal, TokenDocument document) {
        requireSession(principal);
        AccountId account = principal.account();
        Instant now = clock.instant();
        TokenDraft draft = TokenDraft.of(document, groups.get(), now);
        principal.require(draft.role());
        if (document.stepUp()) {
            principal.requireStepUp();
        }
        TokenSecret secret = TokenSecret.random(random);
        StoredToken token = new StoredToken(
                TimeOrderedUuid.of(now, UUID.randomUUID()),
                account,
                TokenKind.API,
                draft.name(),
                draft.role(),
                draft.resources(),
                draft.ipGroup(),
                now,
                draft.expiresAt(),
                null,
                null,
                document.stepUp(),
                null);
        transactions.executeWithoutResult(_ -> {
            if (!tokens.hasRoom(account, TokenKind.API, MAX_API_TOKENS)) {
                throw new ProblemException(
                        ProblemType.VALIDATION, "You have " + MAX_API_TOKENS + " tokens; delete some first.");
            }
            tokens.insert(token, secret);
            outbox.audit("token.created", target(token.id()), null, TokenView.of(token, null));
        });
        return new NewToken(token.id(), secret, token.expiresAt(), SessionClient.SCRIPT);
    }

    /**
     * Whose token that is and what it may do now.
     *
     * @param cookie whether it came as a cookie, as sessions of browsers do and nothing else
     */
    public AuthenticationReply check(byte[] digest, String clientAddress, boolean cookie) {
        Instant now = clock.instant();
        Optional<Match> match = tokens.match(digest, now);
        if (match.isEmpty()) {
            return new Refused(Reason.CREDENTIALS);
        }
        Match found = match.get();
        StoredToken token = found.token();
        SessionTraits session = token.session();
        boolean isCookie = session != null && session.client().isBrowser();
        if (isCookie != cookie) {
            return new Refused(Reason.CREDENTIALS);
        }
        if (!found.enabled() || !found.mayLogIn()) {
            return new Refused(Reason.DISABLED);
        }
        if (!groups.get().admits(token.ipGroup(), clientAddress)) {
            return new Refused(Reason.CREDENTIALS);
        }
        Role effective = roles.of(token.account(), found.ownRole());
        if (session != null && SessionRules.isOver(token, session, policy.get(), clientAddress, effective, now)) {
            tokens.delete(token.id());
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
        noteUse(token, clientAddress, isCookie ? BROWSER_USE_NOTED_EVERY : USE_NOTED_EVERY, now);
        return accepted(found, effective, now);
    }

    private void noteUse(StoredToken token, String clientAddress, Duration interval, Instant now) {
        Instant lastUse = token.lastUsedAt();
        if (lastUse == null || !lastUse.plus(interval).isAfter(now)) {
            tokens.noteUse(token.id(), clientAddress, now);
        }
    }

    private static TokenAccepted accepted(Match found, Role effective, Instant now) {
        StoredToken token = found.token();
        PasswordExpiry expiry = found.passwordExpiry();
        boolean expired = expiry != null && expiry.isOver(now);
        boolean mustEnrol = token.session() != null
                && !found.enrolled()
                && found.factorPolicy().forces(effective);
        return new TokenAccepted(
                token.account(),
                found.login(),
                weaker(token.role(), effective),
                token.id(),
                token.expiresAt(),
                found.mustChangePassword() || expired,
                token.resources(),
                mustEnrol,
                token.isSteppedUp(now));
    }

    /** The role of an account with those of its groups. */
    public Role effectiveRole(AccountId account, Role own) {
        return roles.of(account, own);
    }

    /** Ends the sessions of an account: its password or state has changed. API tokens stay. */
    public void endSessionsExcept(AccountId account, UUID spared) {
        tokens.deleteSessionsExcept(account, spared);
    }

    /** Ends the session of a browser in which somebody logs in anew. */
    public void endBrowserSession(Principal principal) {
        tokens.find(principal.tokenId())
                .map(StoredToken::session)
                .filter(session -> session.client().isBrowser())
                .ifPresent(_ -> tokens.delete(principal.tokenId()));
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

    private NewToken issue(
            AccountId account, SessionTraits session, Instant createdAt, Instant expiresAt, Instant now) {
        TokenSecret secret = TokenSecret.random(random);
        UUID id = TimeOrderedUuid.of(now, UUID.randomUUID());
        tokens.insert(
                new StoredToken(
                        id,
                        account,
                        TokenKind.SESSION,
                        "session",
                        SessionRules.roleOf(session.client(), roles.of(account)),
                        null,
                        null,
                        createdAt,
                        expiresAt,
                        now,
                        session.startedFrom(),
                        false,
                        session),
                secret);
        return new NewToken(id, secret, expiresAt, session.client());
    }

    private static Role weaker(Role one, Role other) {
        return one.compareTo(other) <= 0 ? one : other;
    }
}
