package org.letterlock.admin.service;

import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.letterlock.admin.audit.AuditLog;
import org.letterlock.admin.ipgroup.GroupReferences;
import org.letterlock.admin.ipgroup.IpGroupStore;
import org.letterlock.admin.service.ServicePolicyStore.Versioned;
import org.letterlock.contracts.access.ServicePolicy;
import org.letterlock.contracts.access.ServicePolicy.RunCommand;
import org.letterlock.contracts.directory.Role;
import org.letterlock.service.web.DryRunnable;
import org.letterlock.service.web.Etags;
import org.letterlock.service.web.MergePatch;
import org.letterlock.service.web.Page;
import org.letterlock.service.web.Principal;
import org.letterlock.service.web.ProblemException;
import org.letterlock.service.web.ProblemType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** {@code /services}: fixed in number (SVC-1); read by auditors, changed, started and stopped by full administrators. */
@RestController
@DryRunnable
@RequestMapping("/api/v1/services")
class ServiceController {
    private final ServicePolicyStore store;
    private final IpGroupStore ipGroups;
    private final MergePatch patches;
    private final AuditLog audit;
    private final ServiceChanges changes;
    private final InstantSource clock;

    ServiceController(
            ServicePolicyStore store,
            IpGroupStore ipGroups,
            MergePatch patches,
            AuditLog audit,
            ServiceChanges changes,
            InstantSource clock) {
        this.store = store;
        this.ipGroups = ipGroups;
        this.patches = patches;
        this.audit = audit;
        this.changes = changes;
        this.clock = clock;
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

    /** What is omitted takes what this service has at the first start (API-5), so nothing is opened by leaving it out. */
    @PutMapping("/{id}")
    ResponseEntity<ServiceDocument> replace(
            Principal caller,
            @PathVariable String id,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @RequestBody JsonNode document) {
        ServiceCatalogue service = service(id);
        return change(caller, service, ifMatch, current -> {
            ServicePolicy defaults = withCommand(service.defaultPolicy(), current.lastCommand());
            return patches.apply(ServiceDocument.of(service, defaults), document, ServiceDocument.class);
        });
    }

    @PatchMapping(path = "/{id}", consumes = MergePatch.MEDIA_TYPE)
    ResponseEntity<ServiceDocument> patch(
            Principal caller,
            @PathVariable String id,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @RequestBody JsonNode patch) {
        ServiceCatalogue service = service(id);
        return change(
                caller,
                service,
                ifMatch,
                current -> patches.apply(ServiceDocument.of(service, current), patch, ServiceDocument.class));
    }

    private ResponseEntity<ServiceDocument> change(
            Principal caller,
            ServiceCatalogue service,
            @Nullable String ifMatch,
            Function<ServicePolicy, ServiceDocument> edit) {
        caller.require(Role.FULL_ADMIN);
        Versioned current = require(service.id());
        Etags.requireMatch(ifMatch, current.version());
        requireAvailable(service);
        ServicePolicy policy =
                edit.apply(current.policy()).checked(service, current.policy(), new GroupReferences(ipGroups.all()));
        return reply(
                service,
                audit.change(
                        caller,
                        "/services/" + service.id(),
                        ServiceDocument.of(service, current.policy()),
                        ServiceDocument.of(service, policy),
                        () -> changes.store(caller, current, policy)));
    }

    @PostMapping("/{id}/start")
    ResponseEntity<ServiceDocument> start(Principal caller, @PathVariable String id) {
        return order(caller, id, RunCommand.Action.START);
    }

    @PostMapping("/{id}/stop")
    ResponseEntity<ServiceDocument> stop(Principal caller, @PathVariable String id) {
        return order(caller, id, RunCommand.Action.STOP);
    }

    @PostMapping("/{id}/restart")
    ResponseEntity<ServiceDocument> restart(Principal caller, @PathVariable String id) {
        return order(caller, id, RunCommand.Action.RESTART);
    }

    // Every replica obeys when the policy reaches it, so the answer says what was ordered, not what is done (SVC-5).
    private ResponseEntity<ServiceDocument> order(Principal caller, String id, RunCommand.Action action) {
        caller.require(Role.FULL_ADMIN);
        ServiceCatalogue service = service(id);
        requireAvailable(service);
        if (service.isEdge()) {
            throw new ProblemException(
                    ProblemType.FEATURE_UNAVAILABLE, "Over this port you order it; it runs as long as its process.");
        }
        Versioned current = require(id);
        if (action != RunCommand.Action.STOP && !current.policy().enabled()) {
            throw ProblemException.validation("/enabled", "disabled", "A disabled service cannot be started.");
        }
        ServicePolicy policy = withCommand(current.policy(), new RunCommand(action, clock.instant()));
        return reply(
                service,
                audit.change(
                        caller,
                        "service.state",
                        "/services/" + id,
                        ServiceDocument.of(service, current.policy()),
                        ServiceDocument.of(service, policy),
                        () -> changes.store(caller, current, policy)));
    }

    private static ServicePolicy withCommand(ServicePolicy policy, @Nullable RunCommand command) {
        return new ServicePolicy(
                policy.id(),
                policy.enabled(),
                policy.manualStart(),
                command,
                policy.bindings(),
                policy.allowedGroup(),
                policy.maxConnections(),
                policy.maxConnectionsPerAddress(),
                policy.perAddressExempt(),
                policy.idleTimeoutSeconds(),
                policy.anonymousAccess(),
                policy.thisMachineOnly());
    }

    private static void requireAvailable(ServiceCatalogue service) {
        if (!service.isAvailable()) {
            throw new ProblemException(
                    ProblemType.FEATURE_UNAVAILABLE, "This version of the suite cannot serve " + service.id() + ".");
        }
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
}
