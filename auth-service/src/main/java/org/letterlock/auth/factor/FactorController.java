package org.letterlock.auth.factor;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.letterlock.auth.document.Documents;
import org.letterlock.auth.token.NewToken;
import org.letterlock.auth.token.SessionCookies;
import org.letterlock.auth.token.TokenService;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.contracts.directory.Role;
import org.letterlock.service.web.AllowUnenrolled;
import org.letterlock.service.web.Principal;
import org.letterlock.service.web.ProblemException;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/**
 * {@code /me/second-factor}: everybody's own, in a session that began with the password; an API token changes nothing here.
 * {@code /accounts/{id}/second-factor} is how an administrator helps those who have lost theirs.
 */
@RestController
@RequestMapping("/api/v1")
class FactorController {
    /** A code of the authenticator, or a recovery code. */
    record Code(String code) {
        static final Code DEFAULTS = new Code("");

        @Override
        public String toString() {
            return "Code[***]";
        }
    }

    /**
     * How it stands.
     *
     * @param state {@code none}, {@code pending} or {@code enrolled}
     */
    record View(String state, @Nullable Instant since, int recoveryCodesLeft) {}

    /**
     * What the authenticator is told, shown once.
     *
     * @param secret in base32, to be typed
     * @param uri the same in the form that authenticators read from a QR code
     */
    record Secret(String secret, String uri) {
        @Override
        public String toString() {
            return "Secret[***]";
        }
    }

    /**
     * Enrolled; shown once. The session goes on under another id, in which the factor has just been shown.
     *
     * @param token of the session; null where it is a cookie
     * @param csrfToken what requests carry beside the cookie; null where there is none
     */
    record Enrolled(
            List<String> recoveryCodes,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String token,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String csrfToken) {
        Enrolled {
            recoveryCodes = List.copyOf(recoveryCodes);
        }

        @Override
        public String toString() {
            return "Enrolled[***]";
        }
    }

    /** Shown once. */
    record RecoveryCodes(List<String> recoveryCodes) {
        RecoveryCodes {
            recoveryCodes = List.copyOf(recoveryCodes);
        }

        static RecoveryCodes of(List<RecoveryCode> codes) {
            return new RecoveryCodes(codes.stream().map(RecoveryCode::reveal).toList());
        }

        @Override
        public String toString() {
            return "RecoveryCodes[***]";
        }
    }

    private final SecondFactors factors;
    private final TokenService tokens;
    private final Documents documents;

    FactorController(SecondFactors factors, TokenService tokens, Documents documents) {
        this.factors = factors;
        this.tokens = tokens;
        this.documents = documents;
    }

    @GetMapping("/me/second-factor")
    @AllowUnenrolled
    View read(Principal principal) {
        return factors.find(principal.account())
                .map(factor -> new View(
                        factor.isEnrolled() ? "enrolled" : "pending",
                        factor.confirmedAt(),
                        factors.recoveryCodesLeft(principal.account())))
                .orElseGet(() -> new View("none", null, 0));
    }

    @PostMapping("/me/second-factor")
    @AllowUnenrolled
    ResponseEntity<Secret> begin(Principal principal) {
        tokens.requireSession(principal);
        Totp totp = factors.begin(principal.account());
        String label = URLEncoder.encode("Letterlock:" + principal.login(), StandardCharsets.UTF_8);
        String uri = "otpauth://totp/" + label + "?secret=" + totp.reveal() + "&issuer=Letterlock";
        return shownOnce(HttpStatus.CREATED, new Secret(totp.reveal(), uri));
    }

    @PostMapping("/me/second-factor/confirm")
    @AllowUnenrolled
    ResponseEntity<Enrolled> confirm(Principal principal, @RequestBody JsonNode body) {
        tokens.requireSession(principal);
        List<String> codes =
                RecoveryCodes.of(factors.confirm(principal, codeOf(body))).recoveryCodes();
        NewToken session = tokens.renewSession(principal);
        return ResponseEntity.ok()
                .headers(headers -> SessionCookies.begin(headers, session))
                .cacheControl(CacheControl.noStore())
                .body(new Enrolled(codes, session.bearer(), session.csrfToken()));
    }

    @PostMapping("/me/second-factor/recovery-codes")
    ResponseEntity<RecoveryCodes> renew(Principal principal, @RequestBody JsonNode body) {
        tokens.requireSession(principal);
        return shownOnce(HttpStatus.OK, RecoveryCodes.of(factors.renewRecoveryCodes(principal, codeOf(body))));
    }

    @PostMapping("/me/second-factor/remove")
    ResponseEntity<Void> remove(Principal principal, @RequestBody JsonNode body) {
        tokens.requireSession(principal);
        factors.remove(principal, codeOf(body));
        return ResponseEntity.noContent().build();
    }

    @DeleteMapping("/accounts/{id}/second-factor")
    ResponseEntity<Void> reset(Principal principal, @PathVariable UUID id) {
        principal.require(Role.FULL_ADMIN);
        if (principal.account().value().equals(id)) {
            throw ProblemException.forbidden(); // the own one goes with a code, also that of the last FULL_ADMIN
        }
        principal.requireStepUp();
        factors.reset(principal, new AccountId(id));
        return ResponseEntity.noContent().build();
    }

    private String codeOf(JsonNode body) {
        return documents.complete(body, Code.DEFAULTS, Code.class).code().strip();
    }

    private static <T> ResponseEntity<T> shownOnce(HttpStatus status, T body) {
        return ResponseEntity.status(status)
                .cacheControl(CacheControl.noStore())
                .body(body);
    }
}
