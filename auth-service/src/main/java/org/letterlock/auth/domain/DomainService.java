package org.letterlock.auth.domain;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.TimeOrderedUuid;
import org.letterlock.contracts.Topics;
import org.letterlock.contracts.directory.DomainId;
import org.letterlock.mailsyntax.address.Domain;
import org.letterlock.service.kafka.Outbox;
import org.letterlock.service.listing.Filters;
import org.letterlock.service.web.Etags;
import org.letterlock.service.web.Page;
import org.letterlock.service.web.PageRequest;
import org.letterlock.service.web.ProblemException;
import org.letterlock.service.web.ProblemType;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.transaction.support.TransactionOperations;

/** Creates, changes and deletes domains, each in one transaction with what it tells the other services. */
final class DomainService {
    private final JdbcDomains domains;
    private final Outbox outbox;
    private final TransactionOperations transactions;
    private final InstantSource clock;

    DomainService(JdbcDomains domains, Outbox outbox, TransactionOperations transactions, InstantSource clock) {
        this.domains = domains;
        this.outbox = outbox;
        this.transactions = transactions;
        this.clock = clock;
    }

    StoredDomain require(DomainId id) {
        return domains.find(id).orElseThrow(ProblemException::notFound);
    }

    /** @param name null for any; may have wildcards */
    Page<StoredDomain> list(@Nullable String name, PageRequest request) {
        return domains.list(request, Filters.NONE.matching("name", name));
    }

    /** The first domain is the primary one, whatever the draft says. */
    StoredDomain create(DomainDraft draft) {
        return transactions.execute(_ -> {
            Optional<StoredDomain> primary = domains.lockPrimary();
            Instant now = clock.instant();
            StoredDomain domain = new StoredDomain(
                    new DomainId(TimeOrderedUuid.of(now, UUID.randomUUID())),
                    draft.name(),
                    draft.aliases(),
                    draft.primary() || primary.isEmpty(),
                    draft.subaddressSeparator(),
                    draft.checkSpoofedSender(),
                    draft.passwordFormat(),
                    draft.description(),
                    1,
                    now,
                    now);
            if (domain.primary()) {
                primary.ifPresent(former -> store(former.demoted(now)));
            }
            insert(domain);
            assignNames(domain);
            publish(domain);
            outbox.audit("config.changed", target(domain), null, DomainView.of(domain));
            return domain;
        });
    }

    /** @param edit makes the new document of the one that is stored */
    StoredDomain change(DomainId id, @Nullable String ifMatch, UnaryOperator<DomainDocument> edit) {
        return transactions.execute(_ -> {
            Optional<StoredDomain> primary = domains.lockPrimary();
            StoredDomain current = domains.lock(id).orElseThrow(ProblemException::notFound);
            Etags.requireMatch(ifMatch, current.version());
            DomainDraft draft = DomainDraft.of(edit.apply(current.document()));
            requireAllowed(current, draft);
            Instant now = clock.instant();
            if (draft.primary() && !current.primary()) {
                primary.ifPresent(former -> store(former.demoted(now)));
            }
            StoredDomain changed = current.changed(draft, now);
            removeNames(changed);
            store(changed);
            assignNames(changed);
            outbox.audit("config.changed", target(changed), DomainView.of(current), DomainView.of(changed));
            return changed;
        });
    }

    void delete(DomainId id, @Nullable String ifMatch) {
        transactions.executeWithoutResult(_ -> {
            StoredDomain current = domains.lock(id).orElseThrow(ProblemException::notFound);
            Etags.requireMatch(ifMatch, current.version());
            if (domains.isInUse(id)) {
                throw new ProblemException(ProblemType.IN_USE, "Accounts, groups or aliases are left in this domain.");
            }
            if (current.primary() && domains.count() > 1) {
                throw new ProblemException(ProblemType.IN_USE, "Make another domain the primary one first.");
            }
            domains.delete(id);
            outbox.add(Topics.DIRECTORY_DOMAINS, id.toString(), null);
            outbox.audit("config.changed", target(current), DomainView.of(current), null);
        });
    }

    private static void requireAllowed(StoredDomain current, DomainDraft draft) {
        if (!draft.name().equals(current.name())) {
            throw ProblemException.validation("/name", "immutable", "The name of a domain stays; add an alias.");
        }
        if (current.primary() && !draft.primary()) {
            throw ProblemException.validation("/primary", "primary-needed", "Make another domain the primary one.");
        }
    }

    private void insert(StoredDomain domain) {
        try {
            domains.insert(domain);
        } catch (DataIntegrityViolationException duplicate) {
            throw nameInUse(domain.name());
        }
    }

    private void store(StoredDomain domain) {
        domains.update(domain);
        publish(domain);
    }

    private void publish(StoredDomain domain) {
        outbox.add(Topics.DIRECTORY_DOMAINS, domain.id().toString(), domain.toRecord());
    }

    private void removeNames(StoredDomain domain) {
        try {
            domains.removeNamesExcept(domain.id(), domain.toRecord().names());
        } catch (DataIntegrityViolationException referenced) {
            throw new ProblemException(ProblemType.IN_USE, "Addresses are left under an alias that is to go.");
        }
    }

    private void assignNames(StoredDomain domain) {
        List<Domain> names = domain.toRecord().names();
        for (int position = 0; position < names.size(); position++) {
            if (!domains.assignName(domain.id(), names.get(position), position)) {
                throw nameInUse(names.get(position));
            }
        }
    }

    private static String target(StoredDomain domain) {
        return "/domains/" + domain.id();
    }

    private static ProblemException nameInUse(Domain name) {
        return new ProblemException(ProblemType.NAME_IN_USE, "The name " + name + " is in use already.");
    }
}
