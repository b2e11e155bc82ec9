package org.letterlock.auth.domain;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.letterlock.auth.credential.PasswordFormat;
import org.letterlock.contracts.directory.DomainId;
import org.letterlock.contracts.directory.DomainRecord;
import org.letterlock.mailsyntax.address.Domain;

/** A domain as it is in the database. */
record StoredDomain(
        DomainId id,
        Domain name,
        List<Domain> aliases,
        boolean primary,
        String subaddressSeparator,
        boolean checkSpoofedSender,
        PasswordFormat passwordFormat,
        String description,
        long version,
        Instant createdAt,
        Instant changedAt) {
    StoredDomain {
        aliases = List.copyOf(aliases);
    }

    /** The next version, which is not the primary domain. */
    StoredDomain demoted(Instant now) {
        return new StoredDomain(
                id,
                name,
                aliases,
                false,
                subaddressSeparator,
                checkSpoofedSender,
                passwordFormat,
                description,
                version + 1,
                createdAt,
                now);
    }

    /** The next version, as the draft wants it. */
    StoredDomain changed(DomainDraft draft, Instant now) {
        return new StoredDomain(
                id,
                name,
                draft.aliases(),
                draft.primary(),
                draft.subaddressSeparator(),
                draft.checkSpoofedSender(),
                draft.passwordFormat(),
                draft.description(),
                version + 1,
                createdAt,
                now);
    }

    StoredDomain withAliases(List<Domain> others) {
        return new StoredDomain(
                id,
                name,
                others,
                primary,
                subaddressSeparator,
                checkSpoofedSender,
                passwordFormat,
                description,
                version,
                createdAt,
                changedAt);
    }

    /** The form in which it is shown and written. */
    DomainDocument document() {
        return new DomainDocument(
                name.text(),
                DomainView.texts(aliases),
                primary,
                subaddressSeparator,
                checkSpoofedSender,
                passwordFormat.name(),
                description);
    }

    /** What the other services learn of it. */
    DomainRecord toRecord() {
        @Nullable String separator = subaddressSeparator.isEmpty() ? null : subaddressSeparator;
        return new DomainRecord(id, name, aliases, primary, separator, checkSpoofedSender);
    }
}
