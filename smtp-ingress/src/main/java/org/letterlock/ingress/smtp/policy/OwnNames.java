package org.letterlock.ingress.smtp.policy;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.letterlock.contracts.access.IpAddress;
import org.letterlock.contracts.directory.DomainRecord;
import org.letterlock.mailsyntax.ParseResult.Parsed;
import org.letterlock.mailsyntax.ParseResult.SyntaxError;
import org.letterlock.mailsyntax.address.Domain;
import org.letterlock.service.kafka.ReplicatedView;

/** What this installation is called; nobody else may introduce itself so (SMTP-2). Safe for use by any thread. */
public final class OwnNames {
    private final Domain hostName;
    private final Set<IpAddress> ownAddresses;
    private final Set<Domain> fixed;
    private volatile Set<Domain> all; // written by the view's thread
    private volatile Domain postmasterDomain;

    /** Names of a host with these addresses, and of the mail domains that the view holds. */
    public OwnNames(Domain hostName, Set<IpAddress> ownAddresses, ReplicatedView<DomainRecord> domains) {
        this.hostName = hostName;
        this.ownAddresses = ownAddresses;
        this.fixed = new HashSet<>(Set.of(hostName));
        ownAddresses.forEach(address -> fixed.addAll(literal(address)));
        this.all = Set.copyOf(fixed);
        this.postmasterDomain = hostName;
        domains.onChange(_ -> follow(domains));
    }

    /** How we greet. */
    public Domain hostName() {
        return hostName;
    }

    /** The names and address literals that this peer must not use; none for this machine itself. */
    public Set<Domain> forbiddenTo(IpAddress peer) {
        return ownAddresses.contains(peer) ? Set.of() : all;
    }

    /** Whose postmaster {@code RCPT TO:<postmaster>} means (RFC 5321 section 4.1.1.3): the primary domain's. */
    public Domain postmasterDomain() {
        return postmasterDomain;
    }

    private void follow(ReplicatedView<DomainRecord> domains) {
        all = domains.values().stream()
                .flatMap(domain -> domain.names().stream())
                .collect(Collectors.collectingAndThen(Collectors.toSet(), names -> {
                    names.addAll(fixed);
                    return Set.copyOf(names);
                }));
        postmasterDomain = domains.values().stream()
                .filter(DomainRecord::primary)
                .map(DomainRecord::name)
                .findFirst()
                .orElse(hostName);
    }

    private static Set<Domain> literal(IpAddress address) {
        return switch (Domain.parse(address.literal())) {
            case Parsed<Domain>(Domain literal) -> Set.of(literal);
            case SyntaxError<Domain> _ -> Set.of();
        };
    }
}
