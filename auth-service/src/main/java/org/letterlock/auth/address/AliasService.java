package org.letterlock.auth.address;

import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.letterlock.auth.document.Texts;
import org.letterlock.auth.naming.AddressOwner.OfAlias;
import org.letterlock.auth.naming.AddressRegistry;
import org.letterlock.auth.naming.AddressRules;
import org.letterlock.contracts.TimeOrderedUuid;
import org.letterlock.contracts.Topics;
import org.letterlock.contracts.directory.AddressId;
import org.letterlock.contracts.directory.AddressRecord.Target;
import org.letterlock.contracts.directory.DomainId;
import org.letterlock.mailsyntax.ParseResult.Parsed;
import org.letterlock.mailsyntax.address.AddrSpec;
import org.letterlock.service.kafka.Outbox;
import org.letterlock.service.web.Etags;
import org.letterlock.service.web.Faults;
import org.letterlock.service.web.Page;
import org.letterlock.service.web.PageRequest;
import org.letterlock.service.web.ProblemException;
import org.springframework.transaction.support.TransactionOperations;

/** Creates, changes and deletes aliases, each in one transaction with what it tells the other services. */
final class AliasService {
    private static final int MAX_DESCRIPTION = 1000;

    private final JdbcAliases aliases;
    private final JdbcTargets targets;
    private final AddressRegistry addresses;
    private final TargetNames names;
    private final Outbox outbox;
    private final TransactionOperations transactions;
    private final InstantSource clock;

    AliasService(
            JdbcAliases aliases,
            JdbcTargets targets,
            AddressRegistry addresses,
            Outbox outbox,
            TransactionOperations transactions,
            InstantSource clock) {
        this.aliases = aliases;
        this.targets = targets;
        this.addresses = addresses;
        this.names = new TargetNames(addresses);
        this.outbox = outbox;
        this.transactions = transactions;
        this.clock = clock;
    }

    StoredAlias require(AddressId id) {
        return aliases.find(id).orElseThrow(ProblemException::notFound);
    }

    Page<StoredAlias> list(@Nullable UUID domain, @Nullable String address, PageRequest request) {
        return aliases.list(domain, address, request);
    }

    /** The forms in which these aliases are shown and written. */
    Map<UUID, AliasDocument> documents(List<StoredAlias> shown) {
        Map<UUID, List<Target>> own = new HashMap<>();
        shown.forEach(alias -> own.put(alias.id().value(), alias.targets()));
        Map<UUID, List<String>> texts = names.show(own);
        Map<UUID, AliasDocument> documents = new HashMap<>();
        for (StoredAlias alias : shown) {
            UUID id = alias.id().value();
            documents.put(
                    id,
                    new AliasDocument(
                            alias.address().format(), alias.description(), texts.getOrDefault(id, List.of())));
        }
        return documents;
    }

    StoredAlias create(AliasDocument document) {
        return transactions.execute(_ -> {
            targets.lock();
            Instant now = clock.instant();
            AddressId id = new AddressId(TimeOrderedUuid.of(now, UUID.randomUUID()));
            StoredAlias alias = draft(document, id, 1, now, now);
            aliases.insert(alias);
            storeLinks(alias);
            outbox.audit("config.changed", target(alias), null, shown(alias));
            return alias;
        });
    }

    /** @param edit makes the new document of the one that is stored */
    StoredAlias change(AddressId id, @Nullable String ifMatch, UnaryOperator<AliasDocument> edit) {
        return transactions.execute(_ -> {
            targets.lock();
            StoredAlias current = require(id);
            Etags.requireMatch(ifMatch, current.version());
            AliasDocument before = shown(current);
            StoredAlias changed =
                    draft(edit.apply(before), id, current.version() + 1, current.createdAt(), clock.instant());
            aliases.update(changed);
            storeLinks(changed);
            outbox.audit("config.changed", target(changed), before, shown(changed));
            return changed;
        });
    }

    void delete(AddressId id, @Nullable String ifMatch) {
        transactions.executeWithoutResult(_ -> {
            targets.lock();
            StoredAlias current = require(id);
            Etags.requireMatch(ifMatch, current.version());
            AliasDocument before = shown(current);
            aliases.delete(id);
            outbox.add(Topics.DIRECTORY_ADDRESSES, id.toString(), null);
            outbox.audit("config.changed", target(current), before, null);
        });
    }

    private AliasDocument shown(StoredAlias alias) {
        return documents(List.of(alias)).getOrDefault(alias.id().value(), AliasDocument.DEFAULTS);
    }

    private static String target(StoredAlias alias) {
        return "/aliases/" + alias.id();
    }

    private void storeLinks(StoredAlias alias) {
        addresses.assign(new OfAlias(alias.id()), List.of(alias.address()));
        targets.replace(new OfAlias(alias.id()), alias.targets());
        new LoopCheck(id -> targets.find(List.of(id)).getOrDefault(id, List.of()), addresses::findOwner)
                .require(alias.id().value(), alias.targets(), 0);
        outbox.add(Topics.DIRECTORY_ADDRESSES, alias.id().toString(), alias.toRecord());
    }

    private StoredAlias draft(
            AliasDocument document, AddressId id, long version, Instant createdAt, Instant changedAt) {
        Faults faults = new Faults();
        AddrSpec address = null;
        DomainId domain = null;
        if (AddressRules.parsePattern(document.address()) instanceof Parsed<AddrSpec>(AddrSpec parsed)) {
            address = parsed;
            domain = addresses.findDomain(parsed.domain()).orElse(null);
            faults.require(
                    domain != null,
                    "/address",
                    "unknown-domain",
                    "The domain of an alias is one of this installation.");
        } else {
            faults.add(
                    "/address", "not-an-address", "An address is wanted, such as info@example.org or *@example.org.");
        }
        Texts.requireLine(document.description(), MAX_DESCRIPTION, "/description", faults);
        faults.require(!document.targets().isEmpty(), "/targets", "required", "An alias leads somewhere.");
        List<Target> leadsTo = names.resolve(document.targets(), "/targets", faults);
        faults.throwIfAny();
        return new StoredAlias(
                id,
                Objects.requireNonNull(domain),
                Objects.requireNonNull(address),
                document.description(),
                leadsTo,
                version,
                createdAt,
                changedAt);
    }
}
