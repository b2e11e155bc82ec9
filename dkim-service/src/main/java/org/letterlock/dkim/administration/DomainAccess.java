package org.letterlock.dkim.administration;

import org.letterlock.contracts.directory.Directory;
import org.letterlock.contracts.directory.DomainId;
import org.letterlock.contracts.directory.DomainRecord;
import org.letterlock.contracts.directory.Role;
import org.letterlock.dkim.key.Actor;
import org.letterlock.mailsyntax.ParseResult.Parsed;
import org.letterlock.mailsyntax.ParseResult.SyntaxError;
import org.letterlock.mailsyntax.address.Domain;
import org.letterlock.service.web.Principal;
import org.letterlock.service.web.ProblemException;

/** Whose domain it is (DKIM-8): auditors read, domain administrators manage their own, full administrators all. */
final class DomainAccess {
    private final Directory directory;

    DomainAccess(Directory directory) {
        this.directory = directory;
    }

    /** The domain of that name or alias, if the principal may read it. */
    DomainRecord readable(Principal principal, String name) {
        principal.require(Role.AUDITOR);
        return readable(principal, find(name));
    }

    /** The domain with that id, if the principal may read it. */
    DomainRecord readable(Principal principal, DomainId id) {
        principal.require(Role.AUDITOR);
        return readable(principal, directory.findDomain(id).orElseThrow(ProblemException::notFound));
    }

    /** The domain of that name or alias, if the principal may manage it. */
    DomainRecord manageable(Principal principal, String name) {
        principal.require(Role.DOMAIN_ADMIN);
        return readable(principal, name);
    }

    boolean mayRead(Principal principal, DomainRecord domain) {
        return switch (principal.role()) {
            case USER -> false;
            case AUDITOR, FULL_ADMIN -> true;
            case DOMAIN_ADMIN ->
                directory
                        .findAccount(principal.account())
                        .map(account -> account.domain().equals(domain.id()))
                        .orElse(false);
        };
    }

    static Actor actor(Principal principal) {
        return new Actor(principal.login(), principal.clientAddress());
    }

    private DomainRecord readable(Principal principal, DomainRecord domain) {
        if (!mayRead(principal, domain)) {
            throw ProblemException.notFound(); // ROLE-2
        }
        return domain;
    }

    private DomainRecord find(String name) {
        return switch (Domain.parse(name)) {
            case Parsed<Domain>(Domain domain) -> directory.findDomain(domain).orElseThrow(ProblemException::notFound);
            case SyntaxError<Domain> _ -> throw ProblemException.notFound();
        };
    }
}
