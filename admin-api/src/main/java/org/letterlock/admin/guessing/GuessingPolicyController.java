package org.letterlock.admin.guessing;

import org.jspecify.annotations.Nullable;
import org.letterlock.admin.audit.AuditLog;
import org.letterlock.admin.guessing.GuessingPolicyStore.Versioned;
import org.letterlock.admin.ipgroup.IpGroupStore;
import org.letterlock.contracts.access.GuessingPolicy;
import org.letterlock.contracts.directory.Role;
import org.letterlock.service.web.Etags;
import org.letterlock.service.web.MergePatch;
import org.letterlock.service.web.Principal;
import org.letterlock.service.web.ProblemException;
import org.letterlock.service.web.ProblemType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** {@code /guessing-protection} (GUESS-1, GUESS-8): read by auditors, changed by full administrators. */
@RestController
@RequestMapping("/api/v1/guessing-protection")
class GuessingPolicyController {
    private final GuessingPolicyStore store;
    private final IpGroupStore ipGroups;
    private final MergePatch patches;
    private final AuditLog audit;

    GuessingPolicyController(GuessingPolicyStore store, IpGroupStore ipGroups, MergePatch patches, AuditLog audit) {
        this.store = store;
        this.ipGroups = ipGroups;
        this.patches = patches;
        this.audit = audit;
    }

    @GetMapping
    ResponseEntity<GuessingPolicyDocument> read(Principal caller) {
        caller.require(Role.AUDITOR);
        return reply(store.read());
    }

    @PutMapping
    ResponseEntity<GuessingPolicyDocument> replace(
            Principal caller,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @RequestBody GuessingPolicyDocument document) {
        caller.require(Role.FULL_ADMIN);
        Versioned current = store.read();
        Etags.requireMatch(ifMatch, current.version());
        GuessingPolicy policy = document.checked(ipGroups.all());
        return reply(audit.change(
                caller,
                "/guessing-protection",
                GuessingPolicyDocument.of(current.policy()),
                GuessingPolicyDocument.of(policy),
                () -> store.replace(policy, current.version())
                        .orElseThrow(() -> new ProblemException(
                                ProblemType.CHANGED_MEANWHILE, "The resource has changed since you have read it."))));
    }

    @PatchMapping(consumes = MergePatch.MEDIA_TYPE)
    ResponseEntity<GuessingPolicyDocument> change(
            Principal caller,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @RequestBody JsonNode patch) {
        caller.require(Role.FULL_ADMIN);
        GuessingPolicyDocument current = GuessingPolicyDocument.of(store.read().policy());
        return replace(caller, ifMatch, patches.apply(current, patch, GuessingPolicyDocument.class));
    }

    private static ResponseEntity<GuessingPolicyDocument> reply(Versioned stored) {
        return ResponseEntity.ok().eTag(Etags.of(stored.version())).body(GuessingPolicyDocument.of(stored.policy()));
    }
}
