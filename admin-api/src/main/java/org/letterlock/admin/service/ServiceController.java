package org.letterlock.admin.service;

import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.letterlock.admin.audit.AuditLog;
import org.letterlock.admin.ipgroup.IpGroupStore;
import org.letterlock.admin.service.ServicePolicyStore.Versioned;
import org.letterlock.contracts.access.IpGroupId;
import org.letterlock.contracts.access.ServicePolicy;
import org.letterlock.contracts.directory.Role;
import org.letterlock.service.web.Etags;
import org.letterlock.service.web.Faults;
import org.letterlock.service.web.MergePatch;
import org.letterlock.service.web.Page;
import org.letterlock.service.web.Principal;
import org.letterlock.service.web.ProblemException;
import org.letterlock.service.web.ProblemType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** {@code /services}: fixed in number (SVC-1); read by auditors, changed by full administrators. */
@RestController
@RequestMapping("/api/v1/services")
class ServiceController {
    private static final int MAX_CONNECTIONS = 100_000;
    private static final int MAX_PER_ADDRESS = 10_000;

    private final ServicePolicyStore store;
    private final IpGroupStore ipGroups;
    private final MergePatch patches;
    private final AuditLog audit;

    ServiceController(ServicePolicyStore store, IpGroupStore ipGroups, MergePatch patches, AuditLog audit) {
        this.store = store;
        this.ipGroups = ipGroups;
        this.patches = patches;
        this.audit = audit;
    }

    @GetMapping
    Page<ServiceDocument> list(Principal caller) {
        caller.require(Role.AUDITOR);
        Map<String, Versioned> policies = store.all();
        return Page.whole(Arrays.stream(ServiceCatalogue.values())
                .map(service -> ServiceDocument.of(
                        service,
                        Objects.requireNonNull(policies.get(service.id())).policy()))
                .toList());
    }

    @GetMapping("/{id}")
    ResponseEntity<ServiceDocument> read(Principal caller, @PathVariable String id) {
        caller.require(Role.AUDITOR);
        return reply(service(id), require(id));
    }

    @PatchMapping(path = "/{id}", consumes = MergePatch.MEDIA_TYPE)
    ResponseEntity<ServiceDocument> change(
            Principal caller,
            @PathVariable String id,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @RequestBody JsonNode patch) {
        caller.require(Role.FULL_ADMIN);
        ServiceCatalogue service = service(id);
        Versioned current = require(id);
        Etags.requireMatch(ifMatch, current.version());
        if (!service.isAvailable()) {
            throw new ProblemException(
                    ProblemType.FEATURE_UNAVAILABLE, "This version of the suite cannot serve " + id + ".");
        }
        ServiceDocument patched =
                patches.apply(ServiceDocument.of(service, current.policy()), patch, ServiceDocument.class);
        ServicePolicy policy = checked(service, current.policy(), patched);
        return reply(
                service,
                audit.change(
                        caller,
                        "/services/" + id,
                        ServiceDocument.of(service, current.policy()),
                        ServiceDocument.of(service, policy),
                        () -> store.replace(policy, current.version())
                                .orElseThrow(() -> new ProblemException(
                                        ProblemType.CHANGED_MEANWHILE,
                                        "The resource has changed since you have read it."))));
    }

    private ServicePolicy checked(ServiceCatalogue service, ServicePolicy current, ServiceDocument wanted) {
        ServiceDocument shown = ServiceDocument.of(service, current);
        UUID group = wanted.allowedGroup();
        Faults faults = new Faults()
                .require(
                        wanted.withSettingsOf(shown).equals(shown),
                        "",
                        "read-only",
                        "enabled, allowedGroup, maxConnections and maxConnectionsPerAddress can be changed.")
                .require(
                        group == null || ipGroups.all().containsKey(new IpGroupId(group)),
                        "/allowedGroup",
                        "unknown-ip-group",
                        "There is no such IP group.")
                .require(
                        wanted.maxConnections() >= 0 && wanted.maxConnections() <= MAX_CONNECTIONS,
                        "/maxConnections",
                        "range",
                        "0 to 100 000.")
                .require(
                        wanted.maxConnectionsPerAddress() >= 0 && wanted.maxConnectionsPerAddress() <= MAX_PER_ADDRESS,
                        "/maxConnectionsPerAddress",
                        "range",
                        "0 to 10 000.");
        faults.throwIfAny();
        return new ServicePolicy(
                service.id(),
                wanted.enabled(),
                group == null ? null : new IpGroupId(group),
                wanted.maxConnections(),
                wanted.maxConnectionsPerAddress());
    }

    private Versioned require(String id) {
        Versioned found = store.all().get(id);
        if (found == null) {
            throw ProblemException.notFound();
        }
        return found;
    }

    private static ServiceCatalogue service(String id) {
        return ServiceCatalogue.find(id).orElseThrow(ProblemException::notFound);
    }

    private static ResponseEntity<ServiceDocument> reply(ServiceCatalogue service, Versioned stored) {
        return ResponseEntity.ok().eTag(Etags.of(stored.version())).body(ServiceDocument.of(service, stored.policy()));
    }

    /**
     * The resource.
     *
     * @param port the standard port; where a listener really is stands in the configuration of its process
     * @param available whether this version of the suite can serve it
     * @param allowedGroup id of an IP group; null for anybody
     * @param maxConnections 0 for no limit
     * @param maxConnectionsPerAddress 0 for no limit
     */
    record ServiceDocument(
            String id,
            int port,
            ServiceCatalogue.Transport transport,
            ServiceCatalogue.Perimeter perimeter,
            boolean available,
            boolean enabled,
            @Nullable UUID allowedGroup,
            int maxConnections,
            int maxConnectionsPerAddress) {
        static ServiceDocument of(ServiceCatalogue service, ServicePolicy policy) {
            IpGroupId group = policy.allowedGroup();
            return new ServiceDocument(
                    service.id(),
                    service.port(),
                    service.transport(),
                    service.perimeter(),
                    service.isAvailable(),
                    policy.enabled(),
                    group == null ? null : group.value(),
                    policy.maxConnections(),
                    policy.maxConnectionsPerAddress());
        }

        ServiceDocument withSettingsOf(ServiceDocument other) {
            return new ServiceDocument(
                    id,
                    port,
                    transport,
                    perimeter,
                    available,
                    other.enabled(),
                    other.allowedGroup(),
                    other.maxConnections(),
                    other.maxConnectionsPerAddress());
        }
    }
}
