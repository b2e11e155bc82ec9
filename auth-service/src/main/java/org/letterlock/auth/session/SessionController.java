package org.letterlock.auth.session;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.letterlock.auth.access.AccessJudge;
import org.letterlock.auth.account.InitialAdministrator;
import org.letterlock.auth.document.Documents;
import org.letterlock.auth.factor.RememberedBrowsers;
import org.letterlock.auth.factor.SecondFactors;
import org.letterlock.auth.guessing.GuessingProtection;
import org.letterlock.auth.guessing.LoginClaim;
import org.letterlock.auth.login.LoginAccounts;
import org.letterlock.auth.login.LoginCandidate;
import org.letterlock.auth.login.LoginCandidate.KnownAccount;
import org.letterlock.auth.login.LoginEvents;
import org.letterlock.auth.login.PasswordCheck;
import org.letterlock.auth.token.NewToken;
import org.letterlock.auth.token.SessionClient;
import org.letterlock.auth.token.SessionCookies;
import org.letterlock.auth.token.TokenService;
import org.letterlock.contracts.access.AccessVerdict;
import org.letterlock.contracts.authentication.AuthenticationReply.Reason;
import org.letterlock.contracts.directory.Role;
import org.letterlock.mailsyntax.ParseResult.Parsed;
import org.letterlock.sasl.Password;
import org.letterlock.service.web.AllowAnonymous;
import org.letterlock.service.web.AllowExpiredPassword;
import org.letterlock.service.web.AllowUnenrolled;
import org.letterlock.service.web.BrowserCookies;
import org.letterlock.service.web.Caller;
import org.letterlock.service.web.Principal;
import org.letterlock.service.web.ProblemException;
import org.letterlock.service.web.ProblemType;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.CookieValue;
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
     * @param client {@code script}, which gets a bearer token (RFC 6750), or {@code console} or {@code portal}, which get a
     *     cookie (SESS-5); default {@code script}
     * @param rememberBrowser whether a browser is not to be asked for the second factor again for a while (MFA-2)
     */
    record Login(String login, String password, String code, String client, boolean rememberBrowser) {
        static final Login DEFAULTS = new Login("", "", "", "script", false);

        SessionClient parsedClient() {
            return Arrays.stream(SessionClient.values())
                    .filter(known -> known.name().toLowerCase(Locale.ROOT).equals(client))
                    .findFirst()
                    .orElseThrow(() -> ProblemException.validation(
                            "/client", "unknown-client", "One of script, console and portal."));
        }

        @Override
        public String toString() {
            return "Login[" + login + "]";
        }
    }

    /**
     * A session that has begun.
     *
     * @param token itself; null where it is a cookie
     * @param csrfToken what requests that change something carry in {@code X-CSRF-Token}; null where there is no cookie
     * @param mustChangePassword whether nothing but {@code /me/password} is allowed yet (ADM-3, PWD-8)
     * @param mustEnrol whether nothing but {@code /me/second-factor} and {@code /me/password} is allowed yet (MFA-2)
     */
    record Session(
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String token,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String csrfToken,

            Instant expiresAt,
            UUID account,
            String login,
            String role,
            boolean mustChangePassword,
            boolean mustEnrol) {
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
    private final RememberedBrowsers browsers;
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
            RememberedBrowsers browsers,
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
        this.browsers = browsers;
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
    ResponseEntity<Session> login(
            Caller caller,
            @RequestBody JsonNode body,
            @CookieValue(name = BrowserCookies.REMEMBERED, defaultValue = "") String browser) {
        Login login = documents.complete(body, Login.DEFAULTS, Login.class);
        SessionClient client = login.parsedClient();
        LoginCandidate candidate = accounts.findForConsole(login.login());
        requireToldOf();
        requireNotStopped(caller, candidate);
        KnownAccount account = candidate.account();
        Optional<Password> password = passwordOf(login);
        if (password.isEmpty() || !isRight(caller, candidate, password.get()) || account == null) {
            throw wrong(caller, candidate, password.orElse(null));
        }
        Duration remembered = account.factorPolicy().rememberBrowser();
        boolean asks =
                account.secondFactor() && !(client.isBrowser() && browsers.knows(account.id(), browser, remembered));
        if (asks ? guessing.turnsAway(claim(caller, candidate)) : !guessing.succeeded(claim(caller, candidate))) {
            throw locked(caller, candidate); // meanwhile: the right password must not be told from wrong ones
        }
        boolean expired = account.isExpired(clock.instant());
        requireAdmitted(caller, candidate, account, expired);
        if (asks) {
            requireFactor(caller, candidate, account, login.code().strip());
        }
        requireAccess(caller, candidate, account);
        if (account.mustChangePassword()) {
            administrator.passwordUsed();
        }
        if (caller.principal() != null) {
            tokens.endBrowserSession(caller.principal()); // who logs in anew is done with the old session
        }
        NewToken session = tokens.startSession(account.id(), client, caller.clientAddress(), asks);
        events.granted(SERVICE, MECHANISM, caller.clientAddress(), true, candidate.canonicalName());
        HttpHeaders headers = new HttpHeaders();
        SessionCookies.begin(headers, session);
        if (client.isBrowser() && asks && login.rememberBrowser() && remembered.isPositive()) {
            SessionCookies.remember(headers, browsers.remember(account.id()), remembered);
        }
        return ResponseEntity.ok()
                .headers(headers)
                .cacheControl(CacheControl.noStore())
                .body(begun(candidate, account, session, account.mustChangePassword() || expired));
    }

    private Session begun(
            LoginCandidate candidate, KnownAccount account, NewToken session, boolean mustChangePassword) {
        Role effective = tokens.effectiveRole(account.id(), account.role());
        return new Session(
                session.bearer(),
                session.csrfToken(),
                session.expiresAt(),
                account.id().value(),
                candidate.canonicalName(),
                (session.client() == SessionClient.PORTAL ? Role.USER : effective).name(),
                mustChangePassword,
                !account.secondFactor() && account.factorPolicy().forces(effective));
    }

    @PostMapping("/logout")
    @AllowExpiredPassword
    @AllowUnenrolled
    ResponseEntity<Void> logout(Principal principal) {
        tokens.endSession(principal.tokenId());
        return ResponseEntity.noContent().headers(SessionCookies::end).build();
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

    /** Told only once the password was right, and before a second factor is asked for (CONN-1). */
    private void requireAdmitted(Caller caller, LoginCandidate candidate, KnownAccount account, boolean expired) {
        if (!account.isAdmitted()) {
            refused(caller, candidate, "disabled");
            throw new ProblemException(ProblemType.ACCOUNT_DISABLED, "This account is disabled.");
        }
        if (expired && !account.mayRenew()) {
            refused(caller, candidate, "password-expired");
            throw new ProblemException(
                    ProblemType.PASSWORD_EXPIRED, "The password has expired; an administrator helps.");
        }
    }

    /**
     * Asked for only once the password was right; a wrong code counts as a wrong password does (GUESS-2), and the right one
     * makes the login a success (GUESS-10).
     */
    private void requireFactor(Caller caller, LoginCandidate candidate, KnownAccount account, String code) {
        if (code.isEmpty()) {
            refused(caller, candidate, "second-factor-required");
            throw new ProblemException(ProblemType.SECOND_FACTOR_REQUIRED, "Send the code of the second factor too.");
        }
        switch (factors.check(account.id(), code)) {
            case ACCEPTED -> {
                if (!guessing.succeeded(claim(caller, candidate))) {
                    throw locked(caller, candidate);
                }
            }
            case WRONG -> throw wrong(caller, candidate, null);
            case LOCKED -> throw locked(caller, candidate);
        }
    }

    private void requireToldOf() {
        if (events.areOverdue()) {
            throw new ProblemException(
                    ProblemType.AUTHENTICATION_UNAVAILABLE, "Logins cannot be recorded now; try again later.");
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
