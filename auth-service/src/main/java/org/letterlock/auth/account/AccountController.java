package org.letterlock.auth.account;

import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.letterlock.auth.document.Documents;
import org.letterlock.auth.guessing.LockedNames;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.contracts.directory.Role;
import org.letterlock.service.listing.Filters;
import org.letterlock.service.web.DryRunnable;
import org.letterlock.service.web.Etags;
import org.letterlock.service.web.MergePatch;
import org.letterlock.service.web.Page;
import org.letterlock.service.web.PageRequest;
import org.letterlock.service.web.Principal;
import org.letterlock.service.web.Sortable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** {@code /accounts}: read by AUDITOR, written by FULL_ADMIN. */
@RestController
@DryRunnable
@RequestMapping("/api/v1/accounts")
class AccountController {
    private final AccountService accounts;
    private final Documents documents;
    private final LockedNames locked;
    private final InstantSource clock;

    AccountController(AccountService accounts, Documents documents, LockedNames locked, InstantSource clock) {
        this.accounts = accounts;
        this.documents = documents;
        this.locked = locked;
        this.clock = clock;
    }

    /** @param login may have wildcards */
    @GetMapping
    Page<AccountView> list(
            Principal principal,
            @Sortable({"login", "createdAt", "changedAt", "id"}) PageRequest request,
            @RequestParam(required = false) @Nullable UUID domain,
            @RequestParam(required = false) @Nullable String login,
            @RequestParam(required = false) @Nullable Role role,
            @RequestParam(required = false) @Nullable Boolean enabled) {
        principal.require(Role.AUDITOR);
        Filters filters = Filters.NONE
                .equal("a.domain_id", domain)
                .matching("a.login", login)
                .equal("a.role", role)
                .equal("a.enabled", enabled);
        Page<StoredAccount> page = accounts.list(request, filters);
        Set<String> names = lockedAmong(page.items());
        return page.map(account -> view(account, names));
    }

    @GetMapping("/{id}")
    ResponseEntity<AccountView> read(Principal principal, @PathVariable UUID id) {
        principal.require(Role.AUDITOR);
        return shown(accounts.require(new AccountId(id)));
    }

    @PostMapping
    ResponseEntity<AccountView> create(Principal principal, @RequestBody JsonNode body) {
        principal.require(Role.FULL_ADMIN);
        AccountDocument document = documents.complete(body, AccountDocument.DEFAULTS, AccountDocument.class);
        StoredAccount created = accounts.create(principal, document);
        return ResponseEntity.created(URI.create("/api/v1/accounts/" + created.id()))
                .eTag(Etags.of(created.version()))
                .body(view(created));
    }

    @PutMapping("/{id}")
    ResponseEntity<AccountView> replace(
            Principal principal,
            @PathVariable UUID id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestBody JsonNode body) {
        principal.require(Role.FULL_ADMIN);
        return shown(accounts.change(
                principal,
                new AccountId(id),
                ifMatch,
                _ -> documents.complete(body, AccountDocument.DEFAULTS, AccountDocument.class)));
    }

    @PatchMapping(path = "/{id}", consumes = MergePatch.MEDIA_TYPE)
    ResponseEntity<AccountView> patch(
            Principal principal,
            @PathVariable UUID id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestBody JsonNode body) {
        principal.require(Role.FULL_ADMIN);
        return shown(accounts.change(
                principal,
                new AccountId(id),
                ifMatch,
                current -> documents.patched(body, current, AccountDocument.DEFAULTS, AccountDocument.class)));
    }

    @DeleteMapping("/{id}")
    ResponseEntity<Void> delete(
            Principal principal,
            @PathVariable UUID id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
        principal.require(Role.FULL_ADMIN);
        accounts.delete(principal, new AccountId(id), ifMatch);
        return ResponseEntity.noContent().build();
    }

    private ResponseEntity<AccountView> shown(StoredAccount account) {
        return ResponseEntity.ok().eTag(Etags.of(account.version())).body(view(account));
    }

    private AccountView view(StoredAccount account) {
        return view(account, lockedAmong(List.of(account)));
    }

    private AccountView view(StoredAccount account, Set<String> lockedNames) {
        boolean isLocked = lockedNames.contains(account.login());
        return AccountView.of(account, AccountState.of(account, isLocked, clock.instant()));
    }

    private Set<String> lockedAmong(List<StoredAccount> shown) {
        return locked.among(shown.stream().map(StoredAccount::login).toList());
    }
}
