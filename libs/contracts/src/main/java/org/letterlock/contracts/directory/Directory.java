package org.letterlock.contracts.directory;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.directory.AddressRecord.Alias;
import org.letterlock.contracts.directory.AddressRecord.Group;
import org.letterlock.contracts.directory.AddressRecord.Target;
import org.letterlock.mailsyntax.address.AddrSpec;
import org.letterlock.mailsyntax.address.Domain;

/**
 * Every address of the installation, kept current by the records of the {@code directory.*} topics. Answers what an address
 * means (ACC-6 to ACC-9) and whose it is (SPOOF-3). Safe for use by any thread; a look-up sees each record whole.
 *
 * <p>Precedence: an account's address, a group's, an exact alias, the same without the subaddress tag, the longest matching
 * wildcard, the catch-all, and at last {@code postmaster} and {@code abuse} of every domain.
 */
public final class Directory {
    /** How deep groups and aliases may lead from one to the other; what is deeper gets no mail. */
    public static final int MAX_DEPTH = 16;

    private static final Set<String> ROLE_NAMES = Set.of("postmaster", "abuse");

    private final Map<DomainId, DomainRecord> domains = new ConcurrentHashMap<>();
    private final Map<Domain, DomainRecord> domainsByName = new ConcurrentHashMap<>();
    private final Map<AccountId, AccountRecord> accounts = new ConcurrentHashMap<>();
    private final Map<AddressId, AddressRecord> addresses = new ConcurrentHashMap<>();
    private final Map<AddrSpec, AccountId> accountsByAddress = new ConcurrentHashMap<>();
    private final Map<AddrSpec, AddressId> groupsByAddress = new ConcurrentHashMap<>();
    private final Map<DomainId, AliasTable> aliases = new ConcurrentHashMap<>();

    /** Takes a new or changed domain in. */
    public synchronized void put(DomainRecord domain) {
        DomainRecord old = domains.put(domain.id(), domain);
        domain.names().forEach(name -> domainsByName.put(name, domain));
        if (old != null) {
            // Only afterwards: at no moment may a domain of ours be taken for a foreign one.
            old.names().stream()
                    .filter(name -> !domain.names().contains(name))
                    .forEach(name -> domainsByName.remove(name, old));
        }
    }

    /** Forgets a domain. */
    public synchronized void removeDomain(DomainId id) {
        DomainRecord old = domains.remove(id);
        if (old != null) {
            old.names().forEach(name -> domainsByName.remove(name, old));
        }
    }

    /** Takes a new or changed account in. */
    public synchronized void put(AccountRecord account) {
        AccountRecord old = accounts.put(account.id(), account);
        Set<AddrSpec> now = new HashSet<>();
        ownAddresses(account).forEach(address -> now.add(address.foldCase()));
        now.forEach(address -> accountsByAddress.put(address, account.id()));
        if (old != null) {
            ownAddresses(old)
                    .map(AddrSpec::foldCase)
                    .filter(address -> !now.contains(address))
                    .forEach(address -> accountsByAddress.remove(address, account.id()));
        }
    }

    /** Forgets an account. */
    public synchronized void removeAccount(AccountId id) {
        AccountRecord old = accounts.remove(id);
        if (old != null) {
            ownAddresses(old).forEach(address -> accountsByAddress.remove(address.foldCase(), id));
        }
    }

    /** Takes a new or changed group or alias in. */
    public synchronized void put(AddressRecord record) {
        AddressRecord old = addresses.put(record.id(), record);
        if (record.equals(old)) {
            return;
        }
        Set<AddrSpec> now = new HashSet<>();
        switch (record) {
            case Group group -> {
                group.addresses().forEach(address -> now.add(address.foldCase()));
                now.forEach(address -> groupsByAddress.put(address, group.id()));
            }
            case Alias alias -> aliasTable(alias.domain()).put(alias);
        }
        forget(old, now); // only afterwards: at no moment may mail for what stays be refused
    }

    /** Forgets a group or alias. */
    public synchronized void removeAddress(AddressId id) {
        forget(addresses.remove(id), Set.of());
    }

    private void forget(@Nullable AddressRecord old, Set<AddrSpec> kept) {
        switch (old) {
            case Group group ->
                group.addresses().stream()
                        .map(AddrSpec::foldCase)
                        .filter(address -> !kept.contains(address))
                        .forEach(address -> groupsByAddress.remove(address, group.id()));
            case Alias alias -> aliasTable(alias.domain()).remove(alias);
            case null -> {}
        }
    }

    /** The domain of that name or alias. */
    public Optional<DomainRecord> findDomain(Domain name) {
        return Optional.ofNullable(domainsByName.get(name));
    }

    /** The domain of that id. */
    public Optional<DomainRecord> findDomain(DomainId id) {
        return Optional.ofNullable(domains.get(id));
    }

    /** The account of that id. */
    public Optional<AccountRecord> findAccount(AccountId id) {
        return Optional.ofNullable(accounts.get(id));
    }

    /** All accounts, in no order. */
    public Collection<AccountRecord> accounts() {
        return List.copyOf(accounts.values());
    }

    /** The account whose own address this is: given as such, in an alias of its domain, or with a subaddress tag. */
    public Optional<AccountRecord> ownerOf(AddrSpec address) {
        return spellings(address)
                .map(accountsByAddress::get)
                .filter(Objects::nonNull)
                .map(accounts::get)
                .filter(Objects::nonNull)
                .findFirst();
    }

    /** The group whose address this is. */
    public Optional<Group> groupOf(AddrSpec address) {
        return spellings(address)
                .map(groupsByAddress::get)
                .filter(Objects::nonNull)
                .map(addresses::get)
                .filter(Group.class::isInstance)
                .map(Group.class::cast)
                .findFirst();
    }

    /** The group of that id. */
    public Optional<Group> findGroup(AddressId id) {
        return addresses.get(id) instanceof Group group ? Optional.of(group) : Optional.empty();
    }

    /** All groups and aliases, in no order. */
    public Collection<AddressRecord> addresses() {
        return List.copyOf(addresses.values());
    }

    /** The exact alias of that address; wildcards and the catch-all are no answer here. */
    public Optional<Alias> exactAliasOf(AddrSpec address) {
        return findDomain(address.domain())
                .flatMap(domain -> localParts(domain, address)
                        .map(local -> aliasTable(domain.id()).exact(local))
                        .flatMap(Optional::stream)
                        .findFirst());
    }

    /** Whether the account is a member of the group, directly or through groups within it. */
    public boolean isMember(AccountId account, Group group) {
        return isMember(account, group, new HashSet<>(), 0);
    }

    /** Where mail to an address goes. */
    public Resolution resolve(AddrSpec address) {
        if (findDomain(address.domain()).isEmpty()) {
            return new Resolution.Foreign();
        }
        Expansion expansion = new Expansion();
        expansion.address(address, 0);
        if (!expansion.destinations.isEmpty()) {
            return new Resolution.Deliverable(expansion.destinations);
        }
        return expansion.metDisabled ? new Resolution.Disabled() : new Resolution.Unknown();
    }

    private boolean isMember(AccountId account, Group group, Set<AddressId> seen, int depth) {
        if (depth >= MAX_DEPTH || !seen.add(group.id())) {
            return false;
        }
        return group.members().stream().anyMatch(target -> switch (target) {
            case Target.ToAccount(AccountId member) -> member.equals(account);
            case Target.ToGroup(AddressId nested) ->
                addresses.get(nested) instanceof Group inner && isMember(account, inner, seen, depth + 1);
            case Target.ToAddress(AddrSpec address) ->
                ownerOf(address).filter(owner -> owner.id().equals(account)).isPresent()
                        || groupOf(address)
                                .filter(inner -> isMember(account, inner, seen, depth + 1))
                                .isPresent();
        });
    }

    /** The address under each name of its domain, first as given, then without its subaddress tag. */
    private Stream<AddrSpec> spellings(AddrSpec address) {
        return findDomain(address.domain()).stream()
                .flatMap(domain -> localParts(domain, address)
                        .flatMap(local -> domain.names().stream().map(name -> new AddrSpec(local, name))));
    }

    private static Stream<String> localParts(DomainRecord domain, AddrSpec address) {
        String local = address.foldCase().localPart();
        String separator = domain.subaddressSeparator();
        int tag = separator == null || separator.isEmpty() ? -1 : local.indexOf(separator);
        return tag > 0 ? Stream.of(local, local.substring(0, tag)) : Stream.of(local);
    }

    private static Stream<AddrSpec> ownAddresses(AccountRecord account) {
        return Stream.concat(Stream.of(account.address()), account.extraAddresses().stream());
    }

    private AliasTable aliasTable(DomainId domain) {
        return aliases.computeIfAbsent(domain, _ -> new AliasTable());
    }

    /** Domain administrators with a mailbox, or else the installation's (ACC-9). */
    private List<AccountRecord> administratorsOf(DomainRecord domain) {
        List<AccountRecord> candidates = accounts.values().stream()
                .filter(account -> account.enabled() && account.role().compareTo(Role.DOMAIN_ADMIN) >= 0)
                .toList();
        List<AccountRecord> own = candidates.stream()
                .filter(account -> account.domain().equals(domain.id()))
                .toList();
        return own.isEmpty()
                ? candidates.stream()
                        .filter(account -> account.role() == Role.FULL_ADMIN)
                        .toList()
                : own;
    }

    /** One walk from an address to all that it leads to. */
    private final class Expansion {
        private final Set<Destination> destinations = new LinkedHashSet<>();
        private final Set<Object> seen = new HashSet<>();
        private boolean metDisabled;

        void address(AddrSpec address, int depth) {
            if (depth > MAX_DEPTH || !seen.add(address.foldCase())) {
                return;
            }
            DomainRecord domain = domainsByName.get(address.domain());
            if (domain == null) {
                destinations.add(new Destination.Remote(address));
                return;
            }
            Optional<AccountRecord> owner = ownerOf(address);
            Optional<Group> group = owner.isPresent() ? Optional.empty() : groupOf(address);
            if (owner.isPresent()) {
                account(owner.get());
            } else if (group.isPresent()) {
                targets(group.get().members(), depth);
            } else {
                alias(domain, address)
                        .ifPresentOrElse(
                                alias -> targets(alias.targets(), depth), () -> administrators(domain, address));
            }
        }

        private Optional<Alias> alias(DomainRecord domain, AddrSpec address) {
            return exactAliasOf(address)
                    .or(() ->
                            aliasTable(domain.id()).wildcard(address.foldCase().localPart()));
        }

        private void administrators(DomainRecord domain, AddrSpec address) {
            if (ROLE_NAMES.contains(address.foldCase().localPart())) {
                administratorsOf(domain).forEach(this::account);
            }
        }

        private void targets(List<Target> targets, int depth) {
            for (Target target : targets) {
                switch (target) {
                    case Target.ToAccount(AccountId id) -> findAccount(id).ifPresent(this::account);
                    case Target.ToGroup(AddressId id) -> {
                        if (depth < MAX_DEPTH && seen.add(id) && addresses.get(id) instanceof Group group) {
                            targets(group.members(), depth + 1);
                        }
                    }
                    case Target.ToAddress(AddrSpec address) -> address(address, depth + 1);
                }
            }
        }

        private void account(AccountRecord account) {
            if (account.enabled()) {
                destinations.add(new Destination.LocalMailbox(account.id()));
            } else {
                metDisabled = true;
            }
        }
    }

    /** The aliases of one domain. */
    private static final class AliasTable {
        private static final Comparator<Alias> LONGEST_FIRST = Comparator.comparingInt(
                        (Alias alias) -> alias.pattern().replace("*", "").length())
                .reversed()
                .thenComparing(alias -> alias.pattern());

        private final Map<String, Alias> exact = new ConcurrentHashMap<>();
        private volatile List<Alias> wildcards = List.of();

        void put(Alias alias) {
            if (alias.isExact()) {
                exact.put(fold(alias.pattern()), alias);
            } else {
                List<Alias> more = new ArrayList<>(wildcards);
                more.add(alias);
                more.sort(LONGEST_FIRST);
                wildcards = List.copyOf(more);
            }
        }

        void remove(Alias alias) {
            exact.remove(fold(alias.pattern()), alias);
            wildcards = wildcards.stream().filter(other -> !other.equals(alias)).toList();
        }

        Optional<Alias> exact(String localPart) {
            return Optional.ofNullable(exact.get(localPart));
        }

        Optional<Alias> wildcard(String localPart) {
            return wildcards.stream()
                    .filter(alias -> Wildcard.matches(fold(alias.pattern()), localPart))
                    .findFirst();
        }

        private static String fold(String pattern) {
            return pattern.toLowerCase(Locale.ROOT);
        }
    }
}
