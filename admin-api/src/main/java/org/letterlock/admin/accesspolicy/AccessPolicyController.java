package org.letterlock.admin.accesspolicy;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.letterlock.admin.accesspolicy.AccessPolicyStore.Versioned;
import org.letterlock.admin.audit.AuditLog;
import org.letterlock.admin.ipgroup.GroupReferences;
import org.letterlock.admin.lockout.LockOutGuard;
import org.letterlock.contracts.TimeOrderedUuid;
import org.letterlock.contracts.access.AccessPolicy;
import org.letterlock.contracts.access.AccessPolicyId;
import org.letterlock.contracts.access.PolicyReleaseReply;
import org.letterlock.contracts.access.PolicyReleaseRequest;
import org.letterlock.contracts.directory.Role;
import org.letterlock.contracts.lockout.RuleChange;
import org.letterlock.service.kafka.NoAnswerException;
import org.letterlock.service.kafka.Requester;
import org.letterlock.service.web.DryRunnable;
import org.letterlock.service.web.Etags;
import org.letterlock.service.web.MergePatch;
import org.letterlock.service.web.Page;
import org.letterlock.service.web.Principal;
import org.letterlock.service.web.ProblemException;
import org.letterlock.service.web.ProblemType;
import org.letterlock.service.web.WriteRequest;
import org.springframework.http.HttpStatus;
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

/** {@code /access-policies} (ACP-1): read by auditors, changed by full administrators. */
@RestController
@RequestMapping("/api/v1/access-policies")
@DryRunnable
class AccessPolicyController {
    private static final String PATH = "/access-policies/";

    private final AccessPolicyStore store;
    private final Supplier<GroupReferences> groups;
    private final MergePatch patches;
    private final AuditLog audit;
    private final LockOutGuard lockOuts;
    private final Requester<PolicyReleaseRequest, PolicyReleaseReply> accounts;
    private final InstantSource clock;

    AccessPolicyController(
            AccessPolicyStore store,
            Supplier<GroupReferences> groups,
            MergePatch patches,
            AuditLog audit,
            LockOutGuard lockOuts,
            Requester<PolicyReleaseRequest, PolicyReleaseReply> accounts,
            InstantSource clock) {
        this.store = store;
        this.groups = groups;
        this.patches = patches;
        this.audit = audit;
        this.lockOuts = lockOuts;
        this.accounts = accounts;
        this.clock = clock;
    }

    @GetMapping
    Page<AccessPolicyDocument> list(Principal caller) {
        caller.require(Role.AUDITOR);
        return Page.whole(store.all().stream().map(AccessPolicyDocument::of).toList());
    }

    @GetMapping("/{id}")
    ResponseEntity<AccessPolicyDocument> read(Principal caller, @PathVariable UUID id) {
        caller.require(Role.AUDITOR);
        Versioned found = require(id);
        return reply(found.policy(), found.version());
    }

    @PostMapping
    ResponseEntity<AccessPolicyDocument> create(Principal caller, @RequestBody AccessPolicyDocument document) {
        caller.require(Role.FULL_ADMIN);
        AccessPolicyId id = new AccessPolicyId(TimeOrderedUuid.of(clock.instant(), UUID.randomUUID()));
        AccessPolicy policy = document.checked(id, groups.get());
        AccessPolicyDocument shown = AccessPolicyDocument.of(policy);
        long version = audit.change(caller, PATH + id, null, shown, () -> store.add(policy));
        return ResponseEntity.status(HttpStatus.CREATED)
                .eTag(Etags.of(version))
                .header("Location", "/api/v1" + PATH + id)
                .body(shown);
    }

    @PutMapping("/{id}")
    ResponseEntity<AccessPolicyDocument> replace(
            Principal caller,
            @PathVariable UUID id,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @RequestBody AccessPolicyDocument document) {
        caller.require(Role.FULL_ADMIN);
        Versioned found = requireChangeable(id, ifMatch);
        AccessPolicy policy = document.checked(found.policy().id(), groups.get());
        long version = audit.change(
                caller, PATH + id, AccessPolicyDocument.of(found.policy()), AccessPolicyDocument.of(policy), () -> {
                    if (!policy.rules().equals(found.policy().rules())) {
                        lockOuts.require(caller, RuleChange.of(policy));
                    }
                    return store.replace(policy, found.version());
                });
        return reply(policy, version);
    }

    @PatchMapping(path = "/{id}", consumes = MergePatch.MEDIA_TYPE)
    ResponseEntity<AccessPolicyDocument> change(
            Principal caller,
            @PathVariable UUID id,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @RequestBody JsonNode patch) {
        caller.require(Role.FULL_ADMIN);
        AccessPolicyDocument current = AccessPolicyDocument.of(require(id).policy());
        return replace(caller, id, ifMatch, patches.apply(current, patch, AccessPolicyDocument.class));
    }

    /** @param reassignTo what the accounts that have the policy get instead; without it none may have it (ACP-7) */
    @DeleteMapping("/{id}")
    ResponseEntity<Void> delete(
            Principal caller,
            @PathVariable UUID id,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @RequestParam(required = false) @Nullable UUID reassignTo) {
        caller.require(Role.FULL_ADMIN);
        Versioned found = requireChangeable(id, ifMatch);
        AccessPolicyId policy = found.policy().id();
        AccessPolicyId other = reassignTo == null ? null : new AccessPolicyId(reassignTo);
        if (other != null && (other.equals(policy) || store.find(other).isEmpty())) {
            throw ProblemException.validation(
                    "/reassignTo", "unknown-access-policy", "Name another access policy that there is.");
        }
        Map<String, Object> reassigned = new LinkedHashMap<>();
        boolean _ = audit.change(
                caller, PATH + id, AccessPolicyDocument.of(found.policy()), other == null ? null : reassigned, () -> {
                    if (other != null) {
                        lockOuts.require(caller, RuleChange.of(new RuleChange.Reassignment(policy, other)));
                    }
                    // Held from here on: who loses a race for it has not taken it from anybody.
                    store.delete(policy, found.version());
                    // Should the commit fail after this, no account has it nor gets it; deleting it again goes on.
                    int accounts = release(policy, other);
                    reassigned.put("reassignedTo", String.valueOf(other));
                    reassigned.put("accounts", accounts);
                    return true;
                });
        return ResponseEntity.noContent().build();
    }

    private int release(AccessPolicyId policy, @Nullable AccessPolicyId reassignTo) {
        boolean dryRun = WriteRequest.current().filter(WriteRequest::isDryRun).isPresent();
        PolicyReleaseReply reply;
        try {
            reply = accounts.ask(policy.toString(), new PolicyReleaseRequest(policy, reassignTo, dryRun))
                    .toCompletableFuture()
                    .join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof NoAnswerException) {
                throw new ProblemException(
                        ProblemType.SERVICE_UNAVAILABLE, "Nobody says which accounts have the policy; try again.");
            }
            throw e;
        }
        return switch (reply) {
            case PolicyReleaseReply.Released(int reassigned) -> reassigned;
            case PolicyReleaseReply.InUse(int count) ->
                throw new ProblemException(
                                ProblemType.IN_USE, "Accounts have this access policy; name another one in reassignTo.")
                        .with("accounts", count);
        };
    }

    private Versioned requireChangeable(UUID id, @Nullable String ifMatch) {
        Versioned found = require(id);
        Etags.requireMatch(ifMatch, found.version());
        if (found.policy().id().equals(AccessPolicy.DEFAULT.id())) {
            throw ProblemException.validation("", "predefined", "The policy default stays as it is.");
        }
        return found;
    }

    private Versioned require(UUID id) {
        return store.find(new AccessPolicyId(id)).orElseThrow(ProblemException::notFound);
    }

    private static ResponseEntity<AccessPolicyDocument> reply(AccessPolicy policy, long version) {
        return ResponseEntity.ok().eTag(Etags.of(version)).body(AccessPolicyDocument.of(policy));
    }
}
