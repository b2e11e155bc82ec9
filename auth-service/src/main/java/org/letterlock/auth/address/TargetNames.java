package org.letterlock.auth.address;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.letterlock.auth.naming.AddressOwner;
import org.letterlock.auth.naming.AddressRegistry;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.contracts.directory.AddressId;
import org.letterlock.contracts.directory.AddressRecord.Target;
import org.letterlock.contracts.directory.DomainId;
import org.letterlock.mailsyntax.ParseResult.Parsed;
import org.letterlock.mailsyntax.ParseResult.SyntaxError;
import org.letterlock.mailsyntax.address.AddrSpec;
import org.letterlock.service.web.Faults;

/** Members and targets as people write them, which is as addresses. What is ours is kept as a link that outlives a renaming. */
final class TargetNames {
    private static final int MAX_TARGETS = 10_000;

    private final AddressRegistry addresses;

    TargetNames(AddressRegistry addresses) {
        this.addresses = addresses;
    }

    /** What these addresses mean; an unknown one of ours becomes a fault. */
    List<Target> resolve(List<String> texts, String pointer, Faults faults) {
        faults.require(texts.size() <= MAX_TARGETS, pointer, "too-many", "At most " + MAX_TARGETS + " entries.");
        Set<Target> targets = new LinkedHashSet<>();
        for (int i = 0; i < texts.size() && i < MAX_TARGETS; i++) {
            String at = pointer + "/" + i;
            switch (AddrSpec.parse(texts.get(i))) {
                case SyntaxError<AddrSpec> _ ->
                    faults.add(at, "not-an-address", "An address is wanted, such as anna@example.org.");
                case Parsed<AddrSpec>(AddrSpec address) ->
                    resolve(address)
                            .ifPresentOrElse(
                                    target -> faults.require(
                                            targets.add(target), at, "duplicate", "This entry is there already."),
                                    () -> faults.add(at, "unknown-address", "Nobody here has this address."));
            }
        }
        return List.copyOf(targets);
    }

    /** These targets as addresses, for each list in its order. */
    Map<UUID, List<String>> show(Map<UUID, List<Target>> targets) {
        Set<UUID> ours = new LinkedHashSet<>();
        targets.values().stream()
                .flatMap(Collection::stream)
                .flatMap(TargetNames::linked)
                .forEach(ours::add);
        Map<UUID, List<AddrSpec>> names = addresses.addressesOf(ours);
        Map<UUID, List<String>> shown = new HashMap<>();
        targets.forEach((owner, list) -> {
            List<String> texts = new ArrayList<>();
            list.forEach(target -> texts.add(show(target, names)));
            shown.put(owner, texts);
        });
        return shown;
    }

    private Optional<Target> resolve(AddrSpec address) {
        Optional<DomainId> domain = addresses.findDomain(address.domain());
        if (domain.isEmpty()) {
            return Optional.of(new Target.ToAddress(address));
        }
        AddrSpec folded = address.foldCase();
        Optional<AddressOwner> owner = addresses.findOwner(folded);
        if (owner.isPresent()) {
            return Optional.of(
                    switch (owner.get()) {
                        case AddressOwner.OfAccount(AccountId id) -> new Target.ToAccount(id);
                        case AddressOwner.OfGroup(AddressId id) -> new Target.ToGroup(id);
                        case AddressOwner.OfAlias _ -> new Target.ToAddress(folded);
                    });
        }
        return withoutTag(folded, addresses.subaddressSeparator(domain.get()))
                .flatMap(addresses::findOwner)
                .filter(AddressOwner.OfAccount.class::isInstance)
                .map(_ -> new Target.ToAddress(folded));
    }

    private static Optional<AddrSpec> withoutTag(AddrSpec address, String separator) {
        int tag = separator.isEmpty() ? -1 : address.localPart().indexOf(separator);
        return tag > 0
                ? Optional.of(new AddrSpec(address.localPart().substring(0, tag), address.domain()))
                : Optional.empty();
    }

    private static Stream<UUID> linked(Target target) {
        return switch (target) {
            case Target.ToAccount(AccountId id) -> Stream.of(id.value());
            case Target.ToGroup(AddressId id) -> Stream.of(id.value());
            case Target.ToAddress _ -> Stream.empty();
        };
    }

    private static String show(Target target, Map<UUID, List<AddrSpec>> names) {
        return switch (target) {
            case Target.ToAddress(AddrSpec address) -> address.format();
            case Target.ToAccount(AccountId id) -> first(names, id.value());
            case Target.ToGroup(AddressId id) -> first(names, id.value());
        };
    }

    private static String first(Map<UUID, List<AddrSpec>> names, UUID id) {
        return names.getOrDefault(id, List.of()).stream()
                .findFirst()
                .map(AddrSpec::format)
                .orElse("");
    }
}
