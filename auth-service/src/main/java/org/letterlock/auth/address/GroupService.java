package org.letterlock.auth.address;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.letterlock.auth.document.Roles;
import org.letterlock.auth.document.Texts;
import org.letterlock.auth.lockout.LockOuts;
import org.letterlock.auth.naming.AddressOwner.OfGroup;
import org.letterlock.auth.naming.AddressRegistry;
import org.letterlock.auth.naming.AddressRules;
import org.letterlock.auth.token.EffectiveRoles;
import org.letterlock.contracts.TimeOrderedUuid;
import org.letterlock.contracts.Topics;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.contracts.directory.AddressId;
import org.letterlock.contracts.directory.AddressRecord.Target;
import org.letterlock.contracts.directory.DomainId;
import org.letterlock.contracts.directory.Role;
import org.letterlock.mailsyntax.ParseResult.Parsed;
import org.letterlock.mailsyntax.ParseResult.SyntaxError;
import org.letterlock.mailsyntax.address.AddrSpec;
import org.letterlock.service.kafka.Outbox;
import org.letterlock.service.web.Etags;
import org.letterlock.service.web.Faults;
import org.letterlock.service.web.Page;
import org.letterlock.service.web.PageRequest;
import org.letterlock.service.web.Principal;
import org.letterlock.service.web.ProblemException;
import org.letterlock.service.web.ProblemType;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.transaction.support.TransactionOperations;

/** Creates, changes and deletes groups, each in one transaction with what it tells the other services. */
final class GroupService {
    private static final int MAX_NAME = 200;
    private static final int MAX_DESCRIPTION = 1000;
    private static final int MAX_ADDRESSES = 1000;

    private final JdbcGroups groups;
    private final JdbcTargets targets;
    private final AddressRegistry addresses;
    private final TargetNames names;
    private final EffectiveRoles roles;
    private final LockOuts lockOuts;
    private final Outbox outbox;
    private final TransactionOperations transactions;
    private final InstantSource clock;

    GroupService(
            JdbcGroups groups,
            JdbcTargets targets,
            AddressRegistry addresses,
            EffectiveRoles roles,
            LockOuts lockOuts,
            Outbox outbox,
            TransactionOperations transactions,
            InstantSource clock) {
        this.groups = groups;
        this.targets = targets;
        this.addresses = addresses;
        this.names = new TargetNames(addresses);
        this.roles = roles;
        this.lockOuts = lockOuts;
        this.outbox = outbox;
        this.transactions = transactions;
        this.clock = clock;
    }

    StoredGroup require(AddressId id) {
        return groups.find(id).orElseThrow(ProblemException::notFound);
    }

    Page<StoredGroup> list(@Nullable UUID domain, @Nullable Role role, PageRequest request) {
        return groups.list(domain, role, request);
    }

    /** The forms in which these groups are shown and written. */
    Map<UUID, GroupDocument> documents(List<StoredGroup> shown) {
        Map<UUID, List<Target>> members = new HashMap<>();
        shown.forEach(group -> members.put(group.id().value(), group.members()));
        Map<UUID, List<String>> texts = names.show(members);
        Map<UUID, GroupDocument> documents = new HashMap<>();
        for (StoredGroup group : shown) {
            UUID id = group.id().value();
            Role role = group.role();
            documents.put(
                    id,
                    new GroupDocument(
                            group.name(),
                            group.description(),
                            group.addresses().stream().map(AddrSpec::format).toList(),
                            texts.getOrDefault(id, List.of()),
                            role == null ? null : role.name()));
        }
        return documents;
    }

    StoredGroup create(Principal principal, GroupDocument document) {
        Supplier<StoredGroup> work = () -> {
            targets.lock();
            GroupDraft draft = draft(document);
            requireMayGrant(principal, draft, null);
            Instant now = clock.instant();
            StoredGroup group = new StoredGroup(
                    new AddressId(TimeOrderedUuid.of(now, UUID.randomUUID())),
                    draft.domain(),
                    draft.name(),
                    draft.description(),
                    draft.addresses(),
                    draft.members(),
                    draft.role(),
                    1,
                    now,
                    now);
            groups.insert(group);
            storeLinks(group);
            outbox.audit("config.changed", target(group), null, shown(group));
            return group;
        };
        return document.role() == null
                ? transactions.execute(_ -> work.get())
                : lockOuts.guardThose(
                        principal, () -> targets.accountsBehind(draft(document).members()), document.toString(), work);
    }

    /** @param edit makes the new document of the one that is stored */
    StoredGroup change(Principal principal, AddressId id, @Nullable String ifMatch, UnaryOperator<GroupDocument> edit) {
        StoredGroup read = require(id);
        Etags.requireMatch(ifMatch, read.version());
        GroupDocument before = shown(read);
        GroupDocument wanted = edit.apply(before);
        Supplier<Collection<AccountId>> members =
                () -> membersBehind(id, draft(wanted).members());
        return lockOuts.guardThose(principal, members, wanted.toString(), () -> {
            StoredGroup current = require(id);
            Etags.requireMatch(Etags.of(read.version()), current.version());
            GroupDraft draft = draft(wanted);
            requireMayGrant(principal, draft, current);
            StoredGroup changed = new StoredGroup(
                    id,
                    draft.domain(),
                    draft.name(),
                    draft.description(),
                    draft.addresses(),
                    draft.members(),
                    draft.role(),
                    current.version() + 1,
                    current.createdAt(),
                    clock.instant());
            groups.update(changed);
            storeLinks(changed);
            requireOwnRights(principal);
            outbox.audit("config.changed", target(changed), before, shown(changed));
            return changed;
        });
    }

    void delete(Principal principal, AddressId id, @Nullable String ifMatch) {
        lockOuts.guardThose(principal, () -> membersBehind(id, List.of()), "", () -> {
            StoredGroup current = require(id);
            Etags.requireMatch(ifMatch, current.version());
            GroupDocument before = shown(current);
            try {
                groups.delete(id);
            } catch (DataIntegrityViolationException referenced) {
                throw new ProblemException(ProblemType.IN_USE, "Groups or aliases lead to this group.");
            }
            requireOwnRights(principal);
            outbox.add(Topics.DIRECTORY_ADDRESSES, id.toString(), null);
            outbox.audit("config.changed", target(current), before, null);
            return current;
        });
    }

    /** Those who are in the group, or will be: its role, and what that role asks of them, is theirs (ROLE-1, MFA-2). */
    private Collection<AccountId> membersBehind(AddressId id, List<Target> future) {
        targets.lock();
        List<Target> members = new ArrayList<>(require(id).members());
        members.addAll(future);
        return targets.accountsBehind(members);
    }

    private GroupDocument shown(StoredGroup group) {
        return documents(List.of(group)).getOrDefault(group.id().value(), GroupDocument.DEFAULTS);
    }

    private static String target(StoredGroup group) {
        return "/groups/" + group.id();
    }

    private void storeLinks(StoredGroup group) {
        addresses.assign(new OfGroup(group.id()), group.addresses());
        targets.replace(new OfGroup(group.id()), group.members());
        new LoopCheck(id -> targets.find(List.of(id)).getOrDefault(id, List.of()), addresses::findOwner)
                .require(group.id().value(), group.members(), targets.levelsAbove(group.id()));
        outbox.add(Topics.DIRECTORY_ADDRESSES, group.id().toString(), group.toRecord());
    }

    private GroupDraft draft(GroupDocument document) {
        Faults faults = new Faults();
        faults.require(!document.name().isBlank(), "/name", "required", "Give the group a name.");
        Texts.requireLine(document.name(), MAX_NAME, "/name", faults);
        Texts.requireLine(document.description(), MAX_DESCRIPTION, "/description", faults);
        faults.require(!document.addresses().isEmpty(), "/addresses", "required", "A group has an address.");
        faults.require(
                document.addresses().size() <= MAX_ADDRESSES,
                "/addresses",
                "too-many",
                "At most " + MAX_ADDRESSES + " addresses.");
        List<AddrSpec> own = ownAddresses(document.addresses(), faults);
        List<Target> members = names.resolve(document.members(), "/members", faults);
        String role = document.role();
        Role granted = role == null ? null : Roles.parse(role, "/role", faults);
        faults.throwIfAny();
        DomainId domain = addresses.findDomain(own.getFirst().domain()).orElseThrow();
        return new GroupDraft(domain, document.name(), document.description(), own, members, granted);
    }

    private List<AddrSpec> ownAddresses(List<String> texts, Faults faults) {
        List<AddrSpec> own = new ArrayList<>();
        Set<AddrSpec> seen = new HashSet<>();
        for (int i = 0; i < texts.size() && i < MAX_ADDRESSES; i++) {
            String at = "/addresses/" + i;
            switch (AddressRules.parseAddress(texts.get(i))) {
                case SyntaxError<AddrSpec> _ ->
                    faults.add(at, "not-an-address", "An address is wanted, such as team@example.org.");
                case Parsed<AddrSpec>(AddrSpec address) -> {
                    faults.require(
                            addresses.findDomain(address.domain()).isPresent(),
                            at,
                            "unknown-domain",
                            "The domain of an address is one of this installation.");
                    faults.require(seen.add(address), at, "duplicate", "This address is there already.");
                    own.add(address);
                }
            }
        }
        return own;
    }

    /** Nobody takes the own rights away, also not those that come from a group (ROLE-2). */
    private void requireOwnRights(Principal principal) {
        if (roles.of(principal.account()).compareTo(principal.role()) < 0) {
            throw ProblemException.forbidden();
        }
    }

    /**
     * ROLE-2, ADM-5: whoever joins a group that has a role, or is in a group that has one, gets that role.
     *
     * @param current null for a group that is new
     */
    private void requireMayGrant(Principal principal, GroupDraft draft, @Nullable StoredGroup current) {
        Role role = draft.role();
        if (role != null) {
            principal.require(role);
        }
        boolean joined = current == null || !current.members().containsAll(draft.members());
        Role before = current == null ? null : current.role();
        boolean raised = role != null && (before == null || role.compareTo(before) > 0);
        if (raised || (joined && (role != null || (current != null && groups.isInGroupWithRole(current.id()))))) {
            principal.requireStepUp();
        }
    }
}
