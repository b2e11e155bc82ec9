package org.letterlock.contracts.directory;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.letterlock.mailsyntax.address.Domain;

/**
 * A mail domain of this installation.
 *
 * @param aliases names that are full equals of {@code name} for addresses, signing and sender checks
 * @param primary whether login names without a domain belong here; true for exactly one domain
 * @param subaddressSeparator what parts {@code local+tag} (RFC 5233); null switches subaddressing off
 * @param checkSpoofedSender the domain's own anti-spoofing switch (SPOOF-1)
 */
public record DomainRecord(
        DomainId id,
        Domain name,
        List<Domain> aliases,
        boolean primary,
        @Nullable String subaddressSeparator,
        boolean checkSpoofedSender) {
    public DomainRecord {
        aliases = List.copyOf(aliases);
    }

    /** The name and its aliases. */
    public List<Domain> names() {
        return Stream.concat(Stream.of(name), aliases.stream()).toList();
    }
}
