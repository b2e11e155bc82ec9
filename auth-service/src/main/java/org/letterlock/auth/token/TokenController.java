package org.letterlock.auth.token;

import java.net.URI;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.letterlock.auth.document.Documents;
import org.letterlock.contracts.directory.Role;
import org.letterlock.service.listing.Filters;
import org.letterlock.service.web.Etags;
import org.letterlock.service.web.Page;
import org.letterlock.service.web.PageRequest;
import org.letterlock.service.web.Principal;
import org.letterlock.service.web.ProblemException;
import org.letterlock.service.web.Sortable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
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

/** {@code /tokens}: everybody's own; FULL_ADMIN may revoke any. A token never changes, so it has one version. */
@RestController
@RequestMapping("/api/v1/tokens")
class TokenController {
    private static final long ONLY_VERSION = 1;

    private final TokenService tokens;
    private final Documents documents;

    TokenController(TokenService tokens, Documents documents) {
        this.tokens = tokens;
        this.documents = documents;
    }

    @GetMapping
    Page<TokenView> list(
            Principal principal,
            @Sortable({"id", "createdAt", "expiresAt"}) PageRequest request,
            @RequestParam(required = false) @Nullable String kind,
            @RequestParam(required = false) @Nullable Role role,
            @RequestParam(required = false) @Nullable UUID ipGroup,
            @RequestParam(required = false) @Nullable Instant expiresBefore) {
        Filters filters = Filters.NONE
                .equal("t.kind", kind == null ? null : TokenKind.parse(kind))
                .equal("t.role", role)
                .equal("t.ip_group", ipGroup)
                .before("t.expires_at", expiresBefore);
        return tokens.list(principal.account(), request, filters).map(token -> TokenView.of(token, null));
    }

    @GetMapping("/{id}")
    ResponseEntity<TokenView> read(Principal principal, @PathVariable UUID id) {
        return ResponseEntity.ok().eTag(Etags.of(ONLY_VERSION)).body(TokenView.of(visible(principal, id), null));
    }

    @PostMapping
    ResponseEntity<TokenView> create(Principal principal, @RequestBody JsonNode body) {
        TokenDocument document = documents.complete(body, TokenDocument.DEFAULTS, TokenDocument.class);
        NewToken created = tokens.createApiToken(principal, document);
        return ResponseEntity.created(URI.create("/api/v1/tokens/" + created.id()))
                .eTag(Etags.of(ONLY_VERSION))
                .body(TokenView.of(tokens.require(created.id()), created.reveal()));
    }

    @DeleteMapping("/{id}")
    ResponseEntity<Void> revoke(
            Principal principal,
            @PathVariable UUID id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
        StoredToken token = visible(principal, id);
        Etags.requireMatch(ifMatch, ONLY_VERSION);
        tokens.revoke(token);
        return ResponseEntity.noContent().build();
    }

    private StoredToken visible(Principal principal, UUID id) {
        StoredToken token = tokens.require(id);
        if (!token.account().equals(principal.account()) && principal.role().compareTo(Role.FULL_ADMIN) < 0) {
            throw ProblemException.notFound();
        }
        return token;
    }
}
