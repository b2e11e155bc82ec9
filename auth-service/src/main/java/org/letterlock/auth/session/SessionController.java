package org.letterlock.auth.session;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.letterlock.auth.account.InitialAdministrator;
import org.letterlock.auth.credential.CredentialCheck;
import org.letterlock.auth.document.Documents;
import org.letterlock.auth.login.LoginAccounts;
import org.letterlock.auth.login.LoginCandidate;
import org.letterlock.auth.login.LoginCandidate.KnownAccount;
import org.letterlock.auth.login.LoginEvents;
import org.letterlock.auth.token.NewToken;
import org.letterlock.auth.token.TokenService;
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
    /** What is shown to log in. */
    record Login(String login, String password) {
        static final Login DEFAULTS = new Login("", "");

        @Override
        public String toString() {
            return "Login[" + login + "]";
        }
    }

    /**
     * A session that has begun.
     *
     * @param mustChangePassword whether nothing but {@code /me/password} is allowed yet (ADM-3)
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
    private final CredentialCheck credentials;
    private final TokenService tokens;
    private final InitialAdministrator administrator;
    private final LoginEvents events;
    private final Documents documents;

    SessionController(
            LoginAccounts accounts,
            CredentialCheck credentials,
            TokenService tokens,
            InitialAdministrator administrator,
            LoginEvents events,
            Documents documents) {
        this.accounts = accounts;
        this.credentials = credentials;
        this.tokens = tokens;
        this.administrator = administrator;
        this.events = events;
        this.documents = documents;
    }

    @PostMapping("/login")
    @AllowAnonymous
    ResponseEntity<Session> login(Caller caller, @RequestBody JsonNode body) {
        Login login = documents.complete(body, Login.DEFAULTS, Login.class);
        LoginCandidate candidate = accounts.findForConsole(login.login());
        KnownAccount account = candidate.account();
        if (!passwordMatches(candidate, login.password()) || account == null) {
            events.refused(SERVICE, MECHANISM, caller.clientAddress(), true, candidate.canonicalName(), "credentials");
            throw new ProblemException(ProblemType.INVALID_CREDENTIALS, "Login name or password is not right.");
        }
        if (!account.isAdmitted()) {
            events.refused(SERVICE, MECHANISM, caller.clientAddress(), true, candidate.canonicalName(), "disabled");
            throw new ProblemException(ProblemType.ACCOUNT_DISABLED, "This account is disabled.");
        }
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
                        account.mustChangePassword()));
    }

    @PostMapping("/logout")
    @AllowExpiredPassword
    ResponseEntity<Void> logout(Principal principal) {
        tokens.revoke(principal.tokenId());
        return ResponseEntity.noContent().build();
    }

    private boolean passwordMatches(LoginCandidate candidate, String text) {
        Optional<Password> given = Password.parse(text) instanceof Parsed<Password>(Password password)
                ? Optional.of(password)
                : Optional.empty();
        return given.isPresent() && credentials.matches(candidate.verifiers(), given.get());
    }
}
