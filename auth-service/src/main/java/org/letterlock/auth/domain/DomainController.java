package org.letterlock.auth.domain;

import java.net.URI;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.letterlock.auth.document.Documents;
import org.letterlock.contracts.directory.DomainId;
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

/** {@code /domains}: read by AUDITOR, written by FULL_ADMIN. */
@RestController
@DryRunnable
@RequestMapping("/api/v1/domains")
class DomainController {
    private final DomainService domains;
    private final Documents documents;

    DomainController(DomainService domains, Documents documents) {
        this.domains = domains;
        this.documents = documents;
    }

    @GetMapping
    Page<DomainView> list(
            Principal principal,
            @Sortable({"name", "createdAt", "changedAt", "id"}) PageRequest request,
            @RequestParam(required = false) @Nullable String name) {
        principal.require(Role.AUDITOR);
        return domains.list(name, request).map(DomainView::of);
    }

    @GetMapping("/{id}")
    ResponseEntity<DomainView> read(Principal principal, @PathVariable UUID id) {
        principal.require(Role.AUDITOR);
        return shown(domains.require(new DomainId(id)));
    }

    @PostMapping
    ResponseEntity<DomainView> create(Principal principal, @RequestBody JsonNode body) {
        principal.require(Role.FULL_ADMIN);
        DomainDocument document = documents.complete(body, DomainDocument.DEFAULTS, DomainDocument.class);
        StoredDomain created = domains.create(DomainDraft.of(document));
        return ResponseEntity.created(URI.create("/api/v1/domains/" + created.id()))
                .eTag(Etags.of(created.version()))
                .body(DomainView.of(created));
    }

    @PutMapping("/{id}")
    ResponseEntity<DomainView> replace(
            Principal principal,
            @PathVariable UUID id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestBody JsonNode body) {
        principal.require(Role.FULL_ADMIN);
        return shown(domains.change(
                new DomainId(id),
                ifMatch,
                _ -> documents.complete(body, DomainDocument.DEFAULTS, DomainDocument.class)));
    }

    @PatchMapping(path = "/{id}", consumes = MergePatch.MEDIA_TYPE)
    ResponseEntity<DomainView> patch(
            Principal principal,
            @PathVariable UUID id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestBody JsonNode body) {
        principal.require(Role.FULL_ADMIN);
        return shown(domains.change(
                new DomainId(id),
                ifMatch,
                current -> documents.patched(body, current, DomainDocument.DEFAULTS, DomainDocument.class)));
    }

    @DeleteMapping("/{id}")
    ResponseEntity<Void> delete(
            Principal principal,
            @PathVariable UUID id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
        principal.require(Role.FULL_ADMIN);
        domains.delete(new DomainId(id), ifMatch);
        return ResponseEntity.noContent().build();
    }

    private static ResponseEntity<DomainView> shown(StoredDomain domain) {
        return ResponseEntity.ok().eTag(Etags.of(domain.version())).body(DomainView.of(domain));
    }
}
