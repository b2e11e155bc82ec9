package org.letterlock.auth.address;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.letterlock.auth.document.Documents;
import org.letterlock.contracts.directory.AddressId;
import org.letterlock.contracts.directory.Role;
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

/** {@code /aliases}: read by AUDITOR, written by FULL_ADMIN. */
@RestController
@DryRunnable
@RequestMapping("/api/v1/aliases")
class AliasController {
    private final AliasService aliases;
    private final Documents documents;

    AliasController(AliasService aliases, Documents documents) {
        this.aliases = aliases;
        this.documents = documents;
    }

    @GetMapping
    Page<AliasView> list(
            Principal principal,
            @Sortable({"id", "address", "createdAt", "changedAt"}) PageRequest request,
            @RequestParam(required = false) @Nullable UUID domain,
            @RequestParam(required = false) @Nullable String address) {
        principal.require(Role.AUDITOR);
        return aliases.list(domain, address, request).mapAll(this::views);
    }

    @GetMapping("/{id}")
    ResponseEntity<AliasView> read(Principal principal, @PathVariable UUID id) {
        principal.require(Role.AUDITOR);
        return shown(aliases.require(new AddressId(id)));
    }

    @PostMapping
    ResponseEntity<AliasView> create(Principal principal, @RequestBody JsonNode body) {
        principal.require(Role.FULL_ADMIN);
        StoredAlias created = aliases.create(documents.complete(body, AliasDocument.DEFAULTS, AliasDocument.class));
        return ResponseEntity.created(URI.create("/api/v1/aliases/" + created.id()))
                .eTag(Etags.of(created.version()))
                .body(views(List.of(created)).getFirst());
    }

    @PutMapping("/{id}")
    ResponseEntity<AliasView> replace(
            Principal principal,
            @PathVariable UUID id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestBody JsonNode body) {
        principal.require(Role.FULL_ADMIN);
        return shown(aliases.change(
                new AddressId(id),
                ifMatch,
                _ -> documents.complete(body, AliasDocument.DEFAULTS, AliasDocument.class)));
    }

    @PatchMapping(path = "/{id}", consumes = MergePatch.MEDIA_TYPE)
    ResponseEntity<AliasView> patch(
            Principal principal,
            @PathVariable UUID id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestBody JsonNode body) {
        principal.require(Role.FULL_ADMIN);
        return shown(aliases.change(
                new AddressId(id),
                ifMatch,
                current -> documents.patched(body, current, AliasDocument.DEFAULTS, AliasDocument.class)));
    }

    @DeleteMapping("/{id}")
    ResponseEntity<Void> delete(
            Principal principal,
            @PathVariable UUID id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
        principal.require(Role.FULL_ADMIN);
        aliases.delete(new AddressId(id), ifMatch);
        return ResponseEntity.noContent().build();
    }

    private ResponseEntity<AliasView> shown(StoredAlias alias) {
        return ResponseEntity.ok()
                .eTag(Etags.of(alias.version()))
                .body(views(List.of(alias)).getFirst());
    }

    private List<AliasView> views(List<StoredAlias> shown) {
        Map<UUID, AliasDocument> texts = aliases.documents(shown);
        return shown.stream()
                .map(alias -> AliasView.of(alias, texts.getOrDefault(alias.id().value(), AliasDocument.DEFAULTS)))
                .toList();
    }
}
