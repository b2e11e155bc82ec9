package org.letterlock.auth.apppassword;

import java.net.URI;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.letterlock.auth.document.Documents;
import org.letterlock.auth.token.TokenService;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.contracts.directory.Role;
import org.letterlock.service.web.Etags;
import org.letterlock.service.web.Page;
import org.letterlock.service.web.PageRequest;
import org.letterlock.service.web.Principal;
import org.letterlock.service.web.ProblemException;
import org.letterlock.service.web.Sortable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/**
 * {@code /accounts/{account}/app-passwords} for FULL_ADMIN, and for everybody's own account, which {@code me} stands for. An
 * app password never changes, so it has one version.
 */
@RestController
@RequestMapping("/api/v1/accounts/{account}/app-passwords")
class AppPasswordController {
    private static final String OWN = "me";
    private static final long ONLY_VERSION = 1;

    private final AppPasswords passwords;
    private final TokenService tokens;
    private final JdbcClient jdbc;
    private final Documents documents;

    AppPasswordController(AppPasswords passwords, TokenService tokens, JdbcClient jdbc, Documents documents) {
        this.passwords = passwords;
        this.tokens = tokens;
        this.jdbc = jdbc;
        this.documents = documents;
    }

    @GetMapping
    Page<AppPasswordView> list(
            Principal principal,
            @PathVariable String account,
            @Sortable({"id", "createdAt"}) PageRequest request,
            @RequestParam(required = false) @Nullable String service) {
        MailProtocol protocol = service == null
                ? null
                : MailProtocol.find(service)
                        .orElseThrow(() -> ProblemException.validation(
                                "/service", "not-allowed", "One of those that app passwords are for."));
        return passwords.list(visible(principal, account), protocol, request).map(one -> AppPasswordView.of(one, null));
    }

    @GetMapping("/{id}")
    ResponseEntity<AppPasswordView> read(Principal principal, @PathVariable String account, @PathVariable UUID id) {
        StoredAppPassword one = passwords.require(visible(principal, account), id);
        return ResponseEntity.ok().eTag(Etags.of(ONLY_VERSION)).body(AppPasswordView.of(one, null));
    }

    @PostMapping
    ResponseEntity<AppPasswordView> create(
            Principal principal, @PathVariable String account, @RequestBody JsonNode body) {
        AccountId owner = visible(principal, account);
        if (owner.equals(principal.account())) {
            tokens.requireSession(principal); // a token of a script must not give birth to a way to the mail
        } else {
            principal.requireStepUp(); // it is a way to the mail of somebody else (ADM-5)
        }
        AppPasswordDocument document =
                documents.complete(body, AppPasswordDocument.DEFAULTS, AppPasswordDocument.class);
        AppPasswords.Made made = passwords.create(owner, document);
        return ResponseEntity.created(URI.create("/api/v1/accounts/" + account + "/app-passwords/"
                        + made.stored().id()))
                .eTag(Etags.of(ONLY_VERSION))
                .cacheControl(CacheControl.noStore())
                .body(AppPasswordView.of(made.stored(), made.secret().reveal()));
    }

    @DeleteMapping("/{id}")
    ResponseEntity<Void> revoke(
            Principal principal,
            @PathVariable String account,
            @PathVariable UUID id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
        StoredAppPassword one = passwords.require(visible(principal, account), id);
        Etags.requireMatch(ifMatch, ONLY_VERSION);
        passwords.revoke(one);
        return ResponseEntity.noContent().build();
    }

    /** Somebody else's account is not there for those who may not administer it (ROLE-2). */
    private AccountId visible(Principal principal, String account) {
        if (account.equals(OWN) || account.equals(principal.account().value().toString())) {
            return requireMailbox(principal.account());
        }
        if (principal.role().compareTo(Role.FULL_ADMIN) < 0) {
            throw ProblemException.notFound();
        }
        try {
            return requireMailbox(new AccountId(UUID.fromString(account)));
        } catch (IllegalArgumentException noId) {
            throw ProblemException.notFound();
        }
    }

    /** The built-in administrator has no mailbox, so app passwords are nothing to it. */
    private AccountId requireMailbox(AccountId account) {
        return jdbc.sql("SELECT id FROM accounts WHERE id = ? AND NOT built_in")
                .param(account.value())
                .query((row, _) -> account)
                .optional()
                .orElseThrow(ProblemException::notFound);
    }
}
