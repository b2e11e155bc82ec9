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

/** {@code /groups}: read by AUDITOR, written by FULL_ADMIN. */
@RestController
@DryRunnable
@RequestMapping("/api/v1/groups")
class GroupController {
    private final GroupService groups;
    private final Documents documents;

    GroupController(GroupService groups, Documents documents) {
        this.groups = groups;
        this.documents = documents;
    }

    @GetMapping
    Page<GroupView> list(
            Principal principal,
            @Sortable({"id", "createdAt", "changedAt"}) PageRequest request,
            @RequestParam(required = false) @Nullable UUID domain,
            @RequestParam(required = false) @Nullable Role role) {
        principal.require(Role.AUDITOR);
        return groups.list(domain, role, request).mapAll(this::views);
    }

    @GetMapping("/{id}")
    ResponseEntity<GroupView> read(Principal principal, @PathVariable UUID id) {
        principal.require(Role.AUDITOR);
        return shown(groups.require(new AddressId(id)));
    }

    @PostMapping
    ResponseEntity<GroupView> create(Principal principal, @RequestBody JsonNode body) {
        principal.require(Role.FULL_ADMIN);
        StoredGroup created =
                groups.create(principal, documents.complete(body, GroupDocument.DEFAULTS, GroupDocument.class));
        return ResponseEntity.created(URI.create("/api/v1/groups/" + created.id()))
                .eTag(Etags.of(created.version()))
                .body(views(List.of(created)).getFirst());
    }

    @PutMapping("/{id}")
    ResponseEntity<GroupView> replace(
            Principal principal,
            @PathVariable UUID id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestBody JsonNode body) {
        principal.require(Role.FULL_ADMIN);
        return shown(groups.change(
                principal,
                new AddressId(id),
                ifMatch,
                _ -> documents.complete(body, GroupDocument.DEFAULTS, GroupDocument.class)));
    }

    @PatchMapping(path = "/{id}", consumes = MergePatch.MEDIA_TYPE)
    ResponseEntity<GroupView> patch(
            Principal principal,
            @PathVariable UUID id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestBody JsonNode body) {
        principal.require(Role.FULL_ADMIN);
        return shown(groups.change(
                principal,
                new AddressId(id),
                ifMatch,
                current -> documents.patched(body, current, GroupDocument.DEFAULTS, GroupDocument.class)));
    }

    @DeleteMapping("/{id}")
    ResponseEntity<Void> delete(
            Principal principal,
            @PathVariable UUID id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
        principal.require(Role.FULL_ADMIN);
        groups.delete(principal, new AddressId(id), ifMatch);
        return ResponseEntity.noContent().build();
    }

    private ResponseEntity<GroupView> shown(StoredGroup group) {
        return ResponseEntity.ok()
                .eTag(Etags.of(group.version()))
                .body(views(List.of(group)).getFirst());
    }

    private List<GroupView> views(List<StoredGroup> shown) {
        Map<UUID, GroupDocument> texts = groups.documents(shown);
        return shown.stream()
                .map(group -> GroupView.of(group, texts.getOrDefault(group.id().value(), GroupDocument.DEFAULTS)))
                .toList();
    }
}
