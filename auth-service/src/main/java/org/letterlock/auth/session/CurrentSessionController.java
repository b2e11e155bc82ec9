package org.letterlock.auth.session;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.letterlock.auth.document.Documents;
import org.letterlock.auth.factor.SecondFactors;
import org.letterlock.auth.guessing.GuessingProtection;
import org.letterlock.auth.guessing.LoginClaim;
import org.letterlock.auth.login.LoginEvents;
import org.letterlock.auth.token.NewToken;
import org.letterlock.auth.token.SessionCookies;
import org.letterlock.auth.token.TokenService;
import org.letterlock.auth.token.TokenService.SessionState;
import org.letterlock.service.web.AllowExpiredPassword;
import org.letterlock.service.web.AllowUnenrolled;
import org.letterlock.service.web.Principal;
import org.letterlock.service.web.ProblemException;
import org.letterlock.service.web.ProblemType;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** {@code /sessions/current}: how the own session stands, and showing the second factor in it (ADM-5). */
@RestController
@RequestMapping("/api/v1/sessions/current")
class CurrentSessionController {
    /** A code of the authenticator, or a recovery code. */
    record Code(String code) {
        static final Code DEFAULTS = new Code("");

        @Override
        public String toString() {
            return "Code[***]";
        }
    }

    /**
     * The session, as a page that was loaded anew has to know it.
     *
     * @param steppedUpUntil until when it is good for what wants the second factor; null where it is not
     * @param csrfToken what requests that change something carry in {@code X-CSRF-Token}; null where there is no cookie
     */
    record View(
            String client,
            String login,
            String role,
            Instant createdAt,
            Instant expiresAt,
            boolean mustChangePassword,
            boolean mustEnrol,
            @Nullable Instant steppedUpUntil,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String csrfToken) {
        @Override
        public String toString() {
            return "View[" + login + "]";
        }
    }

    /**
     * The session under its new id.
     *
     * @param token itself; null where it is a cookie
     * @param csrfToken what goes with the cookie; null where there is none
     */
    record Renewed(
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String token,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String csrfToken,

            Instant expiresAt) {
        @Override
        public String toString() {
            return "Renewed[***]";
        }
    }

    private static final String SERVICE = "admin";

    private final TokenService tokens;
    private final SecondFactors factors;
    private final GuessingProtection guessing;
    private final LoginEvents events;
    private final Documents documents;

    CurrentSessionController(
            TokenService tokens,
            SecondFactors factors,
            GuessingProtection guessing,
            LoginEvents events,
            Documents documents) {
        this.tokens = tokens;
        this.factors = factors;
        this.guessing = guessing;
        this.events = events;
        this.documents = documents;
    }

    @GetMapping
    @AllowExpiredPassword
    @AllowUnenrolled
    ResponseEntity<View> read(Principal principal) {
        SessionState state = tokens.session(principal);
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .body(new View(
                        state.client().name().toLowerCase(Locale.ROOT),
                        principal.login(),
                        principal.role().name(),
                        state.createdAt(),
                        state.expiresAt(),
                        principal.mustChangePassword(),
                        principal.mustEnrol(),
                        state.steppedUpUntil(),
                        state.csrfToken()));
    }

    /** Takes a code; the session goes on under another id, and is good for five minutes for what wants the second factor. */
    @PostMapping("/step-up")
    ResponseEntity<Renewed> stepUp(Principal principal, @RequestBody JsonNode body) {
        tokens.requireSession(principal);
        requireProof(
                principal,
                documents.complete(body, Code.DEFAULTS, Code.class).code().strip());
        NewToken renewed = tokens.renewSession(principal);
        return ResponseEntity.ok()
                .headers(headers -> SessionCookies.begin(headers, renewed))
                .cacheControl(CacheControl.noStore())
                .body(new Renewed(renewed.bearer(), renewed.csrfToken(), renewed.expiresAt()));
    }

    /** A wrong code counts as a wrong password does (GUESS-2). */
    private void requireProof(Principal principal, String code) {
        try {
            factors.prove(principal.account(), code);
        } catch (ProblemException refused) {
            if (refused.type() == ProblemType.INVALID_CREDENTIALS) {
                var _ = guessing.failed(new LoginClaim(SERVICE, principal.clientAddress(), principal.login()), null);
                events.refused(
                        SERVICE, "form", principal.clientAddress(), true, principal.login(), "wrong-code, to step up");
            }
            throw refused;
        }
    }
}
