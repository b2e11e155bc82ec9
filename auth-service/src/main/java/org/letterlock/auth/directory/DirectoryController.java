package org.letterlock.auth.directory;

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
import org.letterlock.service.web.ProblemException;
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

/** {@code /domains/{id}/directory} with its trial and its syncs: read by AUDITOR, written by FULL_ADMIN (DIR-1, DIR-6). */
@RestController
@RequestMapping("/api/v1/domains/{id}/directory")
class DirectoryController {
    private final DirectoryService directories;
    private final DirectorySync sync;
    private final Documents documents;

    DirectoryController(DirectoryService directories, DirectorySync sync, Documents documents) {
        this.directories = directories;
        this.sync = sync;
        this.documents = documents;
    }

    @GetMapping
    ResponseEntity<DirectoryView> read(Principal principal, @PathVariable UUID id) {
        principal.require(Role.AUDITOR);
        return shown(directories.require(new DomainId(id)));
    }

    /** Creates it too, then without {@code If-Match}. */
    @PutMapping
    @DryRunnable
    ResponseEntity<DirectoryView> replace(
            Principal principal,
            @PathVariable UUID id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestBody JsonNode body) {
        principal.require(Role.FULL_ADMIN);
        return shown(directories.change(
                principal,
                new DomainId(id),
                ifMatch,
                _ -> documents.complete(body, DirectoryDocument.DEFAULTS, DirectoryDocument.class)));
    }

    @PatchMapping(consumes = MergePatch.MEDIA_TYPE)
    @DryRunnable
    ResponseEntity<DirectoryView> patch(
            Principal principal,
            @PathVariable UUID id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestBody JsonNode body) {
        principal.require(Role.FULL_ADMIN);
        directories.require(new DomainId(id));
        return shown(directories.change(
                principal,
                new DomainId(id),
                ifMatch,
                current -> documents.patched(body, current, DirectoryDocument.DEFAULTS, DirectoryDocument.class)));
    }

    /** @param accounts {@code release} where accounts that are mapped become local ones without a password */
    @DeleteMapping
    @DryRunnable
    ResponseEntity<Void> delete(
            Principal principal,
            @PathVariable UUID id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestParam(required = false) @Nullable String accounts) {
        principal.require(Role.FULL_ADMIN);
        if (accounts != null && !accounts.equals(DirectoryService.RELEASE)) {
            throw ProblemException.validation("/accounts", "not-allowed", "Nothing, or release.");
        }
        directories.delete(principal, new DomainId(id), ifMatch, accounts);
        return ResponseEntity.noContent().build();
    }

    /** Tries out what is stored, changed by the body as a PATCH would change it; stores nothing. */
    @PostMapping("/test")
    ResponseEntity<TrialReport> tryOut(Principal principal, @PathVariable UUID id, @RequestBody JsonNode body) {
        principal.require(Role.FULL_ADMIN);
        return ResponseEntity.ok(directories.tryOut(
                new DomainId(id),
                current -> documents.patched(body, current, DirectoryDocument.DEFAULTS, DirectoryDocument.class)));
    }

    /** Begins a run and says where it can be watched; one that is under way already is as good. */
    @PostMapping("/sync")
    ResponseEntity<SyncRunView> sync(Principal principal, @PathVariable UUID id) {
        principal.require(Role.FULL_ADMIN);
        return begun(sync.demand(principal, new DomainId(id)));
    }

    /** The last hundred runs. */
    @GetMapping("/syncs")
    Page<SyncRunView> runs(
            Principal principal,
            @PathVariable UUID id,
            @Sortable({"startedAt", "id"}) PageRequest page,
            @RequestParam(required = false) SyncRun.@Nullable State state) {
        principal.require(Role.AUDITOR);
        directories.require(new DomainId(id));
        return sync.list(new DomainId(id), state, page).map(SyncRunView::of);
    }

    @GetMapping("/syncs/{run}")
    ResponseEntity<SyncRunView> run(Principal principal, @PathVariable UUID id, @PathVariable UUID run) {
        principal.require(Role.AUDITOR);
        return ResponseEntity.ok(SyncRunView.of(sync.require(new DomainId(id), run)));
    }

    /** Agrees that the accounts are disabled for which the newest run has stopped, and begins another. */
    @PostMapping("/syncs/{run}/confirm")
    ResponseEntity<SyncRunView> confirm(Principal principal, @PathVariable UUID id, @PathVariable UUID run) {
        principal.require(Role.FULL_ADMIN);
        return begun(sync.confirm(principal, new DomainId(id), run));
    }

    private static ResponseEntity<DirectoryView> shown(StoredDirectory directory) {
        return ResponseEntity.ok().eTag(Etags.of(directory.version())).body(DirectoryView.of(directory));
    }

    private static ResponseEntity<SyncRunView> begun(SyncRun run) {
        return ResponseEntity.accepted()
                .location(URI.create("/api/v1" + DirectoryService.target(run.domain()) + "/syncs/" + run.id()))
                .body(SyncRunView.of(run));
    }
}
