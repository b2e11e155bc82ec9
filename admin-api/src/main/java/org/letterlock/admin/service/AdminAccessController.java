package org.letterlock.admin.service;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.letterlock.admin.audit.AuditLog;
import org.letterlock.admin.ipgroup.GroupReferences;
import org.letterlock.admin.ipgroup.IpGroupStore;
import org.letterlock.admin.service.ServicePolicyStore.Versioned;
import org.letterlock.contracts.access.ServicePolicy;
import org.letterlock.contracts.directory.Role;
import org.letterlock.service.web.DryRunnable;
import org.letterlock.service.web.Etags;
import org.letterlock.service.web.MergePatch;
import org.letterlock.service.web.Principal;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/**
 * {@code /admin-access} (ADM-1): read by auditors, changed by full administrators. It is a part of what {@code /services/admin}
 * has, under the same entity tag; a change that cuts the caller off is refused.
 */
@RestController
@DryRunnable
@RequestMapping("/api/v1/admin-access")
class AdminAccessController {
    private final ServicePolicyStore store;
    private final IpGroupStore ipGroups;
    private final MergePatch patches;
    private final AuditLog audit;
    private final ServiceChanges changes;

    AdminAccessController(
            ServicePolicyStore store,
            IpGroupStore ipGroups,
            MergePatch patches,
            AuditLog audit,
            ServiceChanges changes) {
        this.store = store;
        this.ipGroups = ipGroups;
        this.patches = patches;
        this.audit = audit;
        this.changes = changes;
    }

    @GetMapping
    ResponseEntity<AdminAccessDocument> read(Principal caller) {
        caller.require(Role.AUDITOR);
        return reply(current());
    }

    @PutMapping
    ResponseEntity<AdminAccessDocument> replace(
            Principal caller,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @RequestBody AdminAccessDocument document) {
        caller.require(Role.FULL_ADMIN);
        Versioned current = current();
        Etags.requireMatch(ifMatch, current.version());
        ServicePolicy policy = document.checked(current.policy(), new GroupReferences(ipGroups.all()));
        return reply(audit.change(
                caller,
                "/admin-access",
                AdminAccessDocument.of(current.policy()),
                AdminAccessDocument.of(policy),
                () -> changes.store(caller, current, policy)));
    }

    @PatchMapping(consumes = MergePatch.MEDIA_TYPE)
    ResponseEntity<AdminAccessDocument> change(
            Principal caller,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @RequestBody JsonNode patch) {
        caller.require(Role.FULL_ADMIN);
        AdminAccessDocument shown = AdminAccessDocument.of(current().policy());
        return replace(caller, ifMatch, patches.apply(shown, patch, AdminAccessDocument.class));
    }

    private Versioned current() {
        return Objects.requireNonNull(store.all().get(ServiceCatalogue.ADMIN.id()));
    }

    private static ResponseEntity<AdminAccessDocument> reply(Versioned stored) {
        return ResponseEntity.ok().eTag(Etags.of(stored.version())).body(AdminAccessDocument.of(stored.policy()));
    }
}
