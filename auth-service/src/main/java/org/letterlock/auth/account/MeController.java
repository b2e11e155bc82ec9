package org.letterlock.auth.account;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.letterlock.auth.credential.CredentialCheck;
import org.letterlock.auth.credential.JdbcCredentials;
import org.letterlock.auth.document.Documents;
import org.letterlock.auth.factor.SecondFactors;
import org.letterlock.auth.guessing.GuessingProtection;
import org.letterlock.auth.guessing.LoginClaim;
import org.letterlock.auth.login.LoginEvents;
import org.letterlock.auth.password.PasswordExpiry;
import org.letterlock.auth.token.NewToken;
import org.letterlock.auth.token.SessionCookies;
import org.letterlock.auth.token.TokenService;
import org.letterlock.contracts.authentication.AuthenticationReply.Reason;
import org.letterlock.mailsyntax.ParseResult.Parsed;
import org.letterlock.sasl.Password;
import org.letterlock.service.web.AllowExpiredPassword;
import org.letterlock.service.web.AllowUnenrolled;
import org.letterlock.service.web.Etags;
import org.letterlock.service.web.Fault;
import org.letterlock.service.web.Faults;
import org.letterlock.service.web.Principal;
import org.letterlock.service.web.ProblemException;
import org.letterlock.service.web.ProblemType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** {@code /me}: the own account of everybody. */
@RestController
@RequestMapping("/api/v1/me")
class MeController {
    private final AccountService accounts;
    private final JdbcCredentials credentials;
    private final CredentialCheck check;
    private final Documents documents;
    private final LoginEvents events;
    private final GuessingProtection guessing;
    private final SecondFactors factors;
    private final TokenService tokens;
    private final InstantSource clock;

    MeController(
            AccountService accounts,
            JdbcCredentials credentials,
            CredentialCheck check,
            Documents documents,
            LoginEvents events,
            GuessingProtection guessing,
            SecondFactors factors,
            TokenService tokens,
            InstantSource clock) {
        this.accounts = accounts;
        this.credentials = credentials;
        this.check = check;
        this.documents = documents;
        this.events = events;
        this.guessing = guessing;
        this.factors = factors;
        this.tokens = tokens;
        this.clock = clock;
    }

    @GetMapping
    @AllowExpiredPassword
    @AllowUnenrolled
    ResponseEntity<MeView> read(Principal principal) {
        StoredAccount account = accounts.require(principal.account());
        AccountDocument document = account.document();
        MeView view = new MeView(
                account.id().value(),
                document.login(),
                document.displayName(),
                document.extraAddresses(),
                principal.role().name(),
                document.mayChangePassword(),
                principal.mustChangePassword(),
                principal.mustEnrol());
        return ResponseEntity.ok().eTag(Etags.of(account.version())).body(view);
    }

    /** Sets the own password; open also to those who must set one before anything else. */
    @PostMapping("/password")
    @AllowExpiredPassword
    @AllowUnenrolled
    ResponseEntity<Void> changePassword(Principal principal, @RequestBody JsonNode body) {
        PasswordChange change = documents.complete(body, PasswordChange.DEFAULTS, PasswordChange.class);
        StoredAccount account = accounts.require(principal.account());
        if (account.traits().mapped()) {
            throw AccountDraft.directoryAccount();
        }
        if (!account.traits().mayChangePassword()) {
            throw ProblemException.forbidden();
        }
        PasswordExpiry expiry = account.passwordExpiry();
        if (expiry != null && !expiry.selfRenewal() && expiry.isOver(clock.instant())) {
            throw new ProblemException(
                    ProblemType.PASSWORD_EXPIRED, "The password has expired; an administrator helps.");
        }
        Faults faults = new Faults();
        Password replacement = AccountDraft.passwordOf(change.replacement(), "/new", faults);
        faults.throwIfAny();
        Password current = requireProof(principal, account, change);
        if (replacement == null || replacement.equals(current)) {
            throw new ProblemException(
                    ProblemType.PASSWORD_POLICY,
                    "The new password is the current one.",
                    List.of(new Fault("/new", "reused", "Choose another one.")));
        }
        accounts.setOwnPassword(principal, account, replacement, "/new");
        Optional<NewToken> renewed = tokens.renewBrowser(principal);
        return ResponseEntity.noContent()
                .headers(headers -> renewed.ifPresent(session -> SessionCookies.begin(headers, session)))
                .build();
    }

    /**
     * Whoever sits at a session that is not his can guess here as at a login, so it counts and is told as one (AUTH-11,
     * GUESS-2); and where a second factor is enrolled, the password alone proves nothing.
     */
    private Password requireProof(Principal principal, StoredAccount account, PasswordChange change) {
        LoginClaim claim = new LoginClaim("admin", principal.clientAddress(), account.login());
        if (guessing.turnsAway(claim)) {
            throw locked();
        }
        Optional<Password> given = Password.parse(change.current()) instanceof Parsed<Password>(Password password)
                ? Optional.of(password)
                : Optional.empty();
        if (given.isEmpty() || !check.matches(credentials.find(account.id()), given.get(), account.login())) {
            throw wrong(claim, given.orElse(null), "wrong-password, to change it");
        }
        if (factors.isEnrolled(account.id())) {
            requireFactor(claim, account, change.code().strip());
        }
        if (!guessing.succeeded(claim)) {
            throw locked();
        }
        return given.get();
    }

    private void requireFactor(LoginClaim claim, StoredAccount account, String code) {
        if (guessing.turnsAway(claim)) { // meanwhile: the right password must not be told from wrong ones
            throw locked();
        }
        if (code.isEmpty()) {
            throw new ProblemException(ProblemType.SECOND_FACTOR_REQUIRED, "Send the code of the second factor too.");
        }
        switch (factors.check(account.id(), code)) {
            case ACCEPTED -> {}
            case WRONG -> throw wrong(claim, null, "wrong-code, to change the password");
            case LOCKED -> throw locked();
        }
    }

    private ProblemException wrong(LoginClaim claim, @Nullable Password password, String reason) {
        Reason told = guessing.failed(claim, password);
        events.refused(claim.service(), "form", claim.clientAddress(), true, claim.canonicalName(), reason);
        return told == Reason.LOCKED
                ? locked()
                : new ProblemException(
                        ProblemType.INVALID_CREDENTIALS, "The current password or the code is not right.");
    }

    private static ProblemException locked() {
        return new ProblemException(ProblemType.ACCOUNT_LOCKED, "Temporary authentication failure.");
    }
}
