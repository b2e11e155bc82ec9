package org.letterlock.admin.ipgroup;

import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.letterlock.admin.audit.AuditLog;
import org.letterlock.admin.ipgroup.IpGroupStore.Versioned;
import org.letterlock.admin.lockout.LockOutGuard;
import org.letterlock.contracts.TimeOrderedUuid;
import org.letterlock.contracts.access.IpAddress;
import org.letterlock.contracts.access.IpGroup;
import org.letterlock.contracts.access.IpGroupId;
import org.letterlock.contracts.access.IpGroups;
import org.letterlock.contracts.directory.Role;
import org.letterlock.contracts.lockout.RuleChange;
import org.letterlock.mailsyntax.ParseResult;
import org.letterlock.service.listing.ListOrder;
import org.letterlock.service.listing.Wildcards;
import org.letterlock.service.web.DryRunnable;
import org.letterlock.service.web.Etags;
import org.letterlock.service.web.MergePatch;
import org.letterlock.service.web.Page;
import org.letterlock.service.web.PageRequest;
import org.letterlock.service.web.Principal;
import org.letterlock.service.web.ProblemException;
import org.letterlock.service.web.Sortable;
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

/** {@code /ip-groups}: read by auditors, changed by full administrators. */
@RestController
@DryRunnable
@RequestMapping("/api/v1/ip-groups")
class IpGroupController {
    // Names are sealed, so the groups are sorted here: there are hundreds, not thousands.
    private static final ListOrder<IpGroup> ORDER = ListOrder.<IpGroup>byId(
                    "id", group -> group.id().value())
            .text("name", "name", group -> group.name().toLowerCase(Locale.ROOT));

    private final IpGroupStore store;
    private final MergePatch patches;
    private final Supplier<IpGroups> ipGroups;
    private final AuditLog audit;
    private final LockOutGuard lockOuts;
    private final InstantSource clock;
    private final Supplier<UUID> randomness;

    IpGroupController(
            IpGroupStore store,
            MergePatch patches,
            Supplier<IpGroups> ipGroups,
            AuditLog audit,
            LockOutGuard lockOuts,
            InstantSource clock,
            Supplier<UUID> randomness) {
        this.store = store;
        this.patches = patches;
        this.ipGroups = ipGroups;
        this.audit = audit;
        this.lockOuts = lockOuts;
        this.clock = clock;
        this.randomness = randomness;
    }

    @GetMapping
    Page<IpGroupDocument> list(
            Principal caller,
            @Sortable({"name", "id"}) PageRequest page,
            @RequestParam(required = false) @Nullable String name) {
        caller.require(Role.AUDITOR);
        List<IpGroup> wanted = store.all().values().stream()
                .filter(group -> Wildcards.match(name, group.name()))
                .toList();
        return ORDER.page(page, wanted).map(IpGroupDocument::of);
    }

    @GetMapping("/{id}")
    ResponseEntity<IpGroupDocument> read(Principal caller, @PathVariable UUID id) {
        caller.require(Role.AUDITOR);
        Versioned found = require(id);
        return reply(found.group(), found.version());
    }

    @PostMapping
    ResponseEntity<IpGroupDocument> create(Principal caller, @RequestBody IpGroupDocument document) {
        caller.require(Role.FULL_ADMIN);
        IpGroupId id = new IpGroupId(TimeOrderedUuid.of(clock.instant(), randomness.get()));
        IpGroup group = document.checked(id, store.all());
        boolean _ = audit.change(caller, target(id), null, IpGroupDocument.of(group), () -> store.add(group));
        return ResponseEntity.status(HttpStatus.CREATED)
                .eTag(Etags.of(1))
                .header("Location", "/api/v1/ip-groups/" + id)
                .body(IpGroupDocument.of(group));
    }

    @PutMapping("/{id}")
    ResponseEntity<IpGroupDocument> replace(
            Principal caller,
            @PathVariable UUID id,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @RequestBody IpGroupDocument document) {
        caller.require(Role.FULL_ADMIN);
        Versioned found = require(id);
        Etags.requireMatch(ifMatch, found.version());
        IpGroup group = document.checked(new IpGroupId(id), store.all());
        long version = audit.change(
                caller, target(group.id()), IpGroupDocument.of(found.group()), IpGroupDocument.of(group), () -> {
                    if (!group.entries().equals(found.group().entries())) {
                        lockOuts.require(caller, RuleChange.of(group));
                    }
                    return store.replace(group, found.version());
                });
        return reply(group, version);
    }

    @PatchMapping(path = "/{id}", consumes = MergePatch.MEDIA_TYPE)
    ResponseEntity<IpGroupDocument> change(
            Principal caller,
            @PathVariable UUID id,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @RequestBody JsonNode patch) {
        caller.require(Role.FULL_ADMIN);
        IpGroupDocument patched = patches.apply(IpGroupDocument.of(require(id).group()), patch, IpGroupDocument.class);
        return replace(caller, id, ifMatch, patched);
    }

    @DeleteMapping("/{id}")
    ResponseEntity<Void> delete(
            Principal caller,
            @PathVariable UUID id,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch) {
        caller.require(Role.FULL_ADMIN);
        Versioned found = require(id);
        Etags.requireMatch(ifMatch, found.version());
        if (found.group().id().equals(PredefinedGroups.LOCAL_CLIENTS)) {
            throw ProblemException.validation("", "predefined", "The group local-clients can be changed, not deleted.");
        }
        boolean _ = audit.change(caller, target(found.group().id()), IpGroupDocument.of(found.group()), null, () -> {
            store.delete(found.group().id(), found.version());
            lockOuts.require(caller, RuleChange.without(found.group().id()));
            return true;
        });
        return ResponseEntity.noContent().build();
    }

    @GetMapping("/{id}/usage")
    Map<String, List<String>> usage(Principal caller, @PathVariable UUID id) {
        caller.require(Role.AUDITOR);
        return Map.of("usedBy", store.usersOf(require(id).group().id()));
    }

    /** IPG-11. */
    @GetMapping("/match")
    Page<Membership> match(Principal caller, @RequestParam String ip) {
        caller.require(Role.AUDITOR);
        return switch (IpAddress.parse(ip)) {
            case ParseResult.SyntaxError<IpAddress> _ ->
                throw ProblemException.validation("/ip", "not-an-address", "This is not an IP address.");
            case ParseResult.Parsed<IpAddress>(IpAddress address) ->
                Page.whole(ipGroups.get().membershipsOf(address).stream()
                        .map(membership -> new Membership(
                                membership.group().id().value(),
                                membership.group().name(),
                                IpGroupDocument.EntryDocument.of(membership.entry())))
                        .toList());
        };
    }

    private static String target(IpGroupId id) {
        return "/ip-groups/" + id;
    }

    private Versioned require(UUID id) {
        return store.find(new IpGroupId(id)).orElseThrow(ProblemException::notFound);
    }

    private static ResponseEntity<IpGroupDocument> reply(IpGroup group, long version) {
        return ResponseEntity.ok().eTag(Etags.of(version)).body(IpGroupDocument.of(group));
    }

    /** A group that holds the address, and the entry that matched. */
    record Membership(UUID id, String name, IpGroupDocument.EntryDocument entry) {}
}
