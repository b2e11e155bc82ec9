package org.letterlock.auth.session;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.letterlock.auth.access.AccessJudge;
import org.letterlock.auth.account.InitialAdministrator;
import org.letterlock.auth.document.Documents;
import org.letterlock.auth.factor.SecondFactors;
import org.letterlock.auth.guessing.GuessingProtection;
import org.letterlock.auth.guessing.LoginClaim;
import org.letterlock.auth.login.LoginAccounts;
import org.letterlock.auth.login.LoginCandidate;
import org.letterlock.auth.login.LoginCandidate.KnownAccount;
import org.letterlock.auth.login.LoginEvents;
import org.letterlock.auth.login.PasswordCheck;
import org.letterlock.auth.token.NewToken;
import org.letterlock.auth.token.TokenService;
import org.letterlock.contracts.access.AccessVerdict;
import org.letterlock.contracts.authentication.AuthenticationReply.Reason;
import org.letterlock.mailsyntax.ParseResult.Parsed;
import org.letterlock.sasl.Password;
import org.letterlock.service.web.AllowAnonymous;
import org.letterlock.service.web.AllowExpiredPassword;
import org.letterlock.service.web.Caller;
import org.letterlock.service.web.Principal;
import org.letterlock.service.web.ProblemException;
import org.letterlock.service.web.ProblemType;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/**
 * {@code /sessions/login} turns a login name and a password into a bearer token (RFC 6750); the one resource that is open to
 * everybody. {@code /sessions/logout} ends the session.
 */
@RestController
@RequestMapping("/api/v1/sessions")
class SessionController {
    /**
     * What is shown to log in.
     *
     * @param code of the second factor, or a recovery code; empty where none is enrolled
     */
    record Login(String login, String password, String code) {
        static final Login DEFAULTS = new Login("", "", "");

        @Override
        public String toString() {
            return "Login[" + login + "]";
        }
    }

    /**
     * A session that has begun.
     *
     * @param mustChangePassword whether nothing but {@code /me/password} is allowed yet (ADM-3, PWD-8)
     */
    record Session(
            String token, Instant expiresAt, UUID account, String login, String role, boolean mustChangePassword) {
        @Override
        public String toString() {
            return "Session[" + login + "]";
        }
    }

    private static final String SERVICE = "admin";
    private static final String MECHANISM = "form";

    private final LoginAccounts accounts;
    private final PasswordCheck passwords;
    private final SecondFactors factors;
    private final TokenService tokens;
    private final InitialAdministrator administrator;
    private final LoginEvents events;
    private final GuessingProtection guessing;
    private final AccessJudge access;
    private final Documents documents;
    private final InstantSource clock;

    SessionController(
            LoginAccounts accounts,
            PasswordCheck passwords,
            SecondFactors factors,
            TokenService tokens,
            InitialAdministrator administrator,
            LoginEvents events,
            GuessingProtection guessing,
            AccessJudge access,
            Documents documents,
            InstantSource clock) {
        this.accounts = accounts;
        this.passwords = passwords;
        this.factors = factors;
        this.tokens = tokens;
        this.administrator = administrator;
        this.events = events;
        this.guessing = guessing;
        this.access = access;
        this.documents = documents;
        this.clock = clock;
    }

    @PostMapping("/login")
    @AllowAnonymous
    ResponseEntity<Session> login(Caller caller, @RequestBody JsonNode body) {
        Login login = documents.complete(body, Login.DEFAULTS, Login.class);
        LoginCandidate candidate = accounts.findForConsole(login.login());
        requireNotStopped(caller, candidate);
        KnownAccount account = candidate.account();
        Optional<Password> password = passwordOf(login);
        if (password.isEmpty() || !isRight(caller, candidate, password.get()) || account == null) {
            throw wrong(caller, candidate, password.orElse(null));
        }
        if (account.secondFactor()) {
            requireFactor(caller, candidate, account, login.code().strip());
        }
        if (!guessing.succeeded(claim(caller, candidate))) {
            throw locked(caller, candidate);
        }
        if (!account.isAdmitted()) {
            events.refused(SERVICE, MECHANISM, caller.clientAddress(), true, candidate.canonicalName(), "disabled");
            throw new ProblemException(ProblemType.ACCOUNT_DISABLED, "This account is disabled.");
        }
        boolean expired = account.isExpired(clock.instant());
        if (expired && !account.mayRenew()) {
            refused(caller, candidate, "password-expired");
            throw new ProblemException(
                    ProblemType.PASSWORD_EXPIRED, "The password has expired; an administrator helps.");
        }
        requireAccess(caller, candidate, account);
        if (account.mustChangePassword()) {
            administrator.passwordUsed();
        }
        NewToken session = tokens.startSession(account.id());
        events.granted(SERVICE, MECHANISM, caller.clientAddress(), true, candidate.canonicalName());
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .body(new Session(
                        session.secret(),
                        session.expiresAt(),
                        account.id().value(),
                        candidate.canonicalName(),
                        tokens.effectiveRole(account.id(), account.role()).name(),
                        account.mustChangePassword() || expired));
    }

    @PostMapping("/logout")
    @AllowExpiredPassword
    ResponseEntity<Void> logout(Principal principal) {
        tokens.endSession(principal.tokenId());
        return ResponseEntity.noContent().build();
    }

    private boolean isRight(Caller caller, LoginCandidate candidate, Password password) {
        return switch (passwords.check(candidate, password, true)) { // the edge speaks TLS only
            case RIGHT -> true;
            case WRONG -> false;
            case UNAVAILABLE -> {
                refused(caller, candidate, "directory-unavailable");
                throw new ProblemException(
                        ProblemType.AUTHENTICATION_UNAVAILABLE, "The password cannot be checked now; try again.");
            }
        };
    }

    /** Asked for only once the password was right; a wrong code counts as a wrong password does (GUESS-2). */
    private void requireFactor(Caller caller, LoginCandidate candidate, KnownAccount account, String code) {
        if (guessing.turnsAway(
                claim(caller, candidate))) { // meanwhile: the right password must not be told from wrong ones
            throw locked(caller, candidate);
        }
        if (code.isEmpty()) {
            refused(caller, candidate, "second-factor-required");
            throw new ProblemException(ProblemType.SECOND_FACTOR_REQUIRED, "Send the code of the second factor too.");
        }
        switch (factors.check(account.id(), code)) {
            case ACCEPTED -> {}
            case WRONG -> throw wrong(caller, candidate, null);
            case LOCKED -> throw locked(caller, candidate);
        }
    }

    /** The password is not looked at for a blocked address or a locked name (GUESS-5, GUESS-8). */
    private void requireNotStopped(Caller caller, LoginCandidate candidate) {
        if (guessing.isBlocked(caller.clientAddress())) {
            refused(caller, candidate, "address-blocked");
            throw new ProblemException(ProblemType.ADDRESS_BLOCKED, "Too many failed logins, try again later.");
        }
        if (guessing.turnsAway(claim(caller, candidate))) {
            throw locked(caller, candidate);
        }
    }

    /** ACP-4; also who is denied has shown the right password, so nothing is counted (ACP-5). */
    private void requireAccess(Caller caller, LoginCandidate candidate, KnownAccount account) {
        switch (access.judge(account.accessPolicy(), SERVICE, caller.clientAddress())) {
            case AccessVerdict.Allowed() -> {}
            case AccessVerdict.Undecided _ ->
                throw new ProblemException(
                        ProblemType.AUTHENTICATION_UNAVAILABLE, "It cannot be said now who may log in; try again.");
            case AccessVerdict.Denied denied -> {
                events.denied(
                        SERVICE,
                        MECHANISM,
                        caller.clientAddress(),
                        true,
                        account.id(),
                        candidate.canonicalName(),
                        denied);
                throw new ProblemException(
                        ProblemType.ACCESS_POLICY_DENIED, "Access policy does not allow this service.");
            }
        }
    }

    private ProblemException wrong(Caller caller, LoginCandidate candidate, @Nullable Password password) {
        Reason told = guessing.failed(claim(caller, candidate), password);
        if (told == Reason.LOCKED) {
            return locked(caller, candidate);
        }
        refused(caller, candidate, "credentials");
        return new ProblemException(ProblemType.INVALID_CREDENTIALS, "Login name or password is not right.");
    }

    private static LoginClaim claim(Caller caller, LoginCandidate candidate) {
        return new LoginClaim(SERVICE, caller.clientAddress(), candidate.canonicalName());
    }

    private ProblemException locked(Caller caller, LoginCandidate candidate) {
        refused(caller, candidate, "locked");
        return new ProblemException(ProblemType.ACCOUNT_LOCKED, "Temporary authentication failure.");
    }

    private void refused(Caller caller, LoginCandidate candidate, String reason) {
        events.refused(SERVICE, MECHANISM, caller.clientAddress(), true, candidate.canonicalName(), reason);
    }

    private static Optional<Password> passwordOf(Login login) {
        return Password.parse(login.password()) instanceof Parsed<Password>(Password password)
                ? Optional.of(password)
                : Optional.empty();
    }
}
