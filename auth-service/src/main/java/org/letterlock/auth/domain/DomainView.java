package org.letterlock.auth.domain;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.letterlock.mailsyntax.address.Domain;

/** A domain as the API shows it. */
record DomainView(
        UUID id,
        String name,
        List<String> aliases,
        boolean primary,
        String subaddressSeparator,
        boolean checkSpoofedSender,
        String passwordFormat,
        String description,
        Instant createdAt,
        Instant changedAt) {

    static DomainView of(StoredDomain domain) {
        DomainDocument document = domain.document();
        return new DomainView(
                domain.id().value(),
                document.name(),
                document.aliases(),
                document.primary(),
                document.subaddressSeparator(),
                document.checkSpoofedSender(),
                document.passwordFormat(),
                document.description(),
                domain.createdAt(),
                domain.changedAt());
    }

    static List<String> texts(List<Domain> names) {
        return names.stream().map(Domain::text).toList();
    }
}
