package org.letterlock.auth.directory;

import java.time.Instant;
import org.letterlock.contracts.directory.DomainId;

/**
 * The directory of a domain as it is in the database; without the password.
 *
 * @param domainName the domain's own name
 * @param version grows also over a deletion, so that no settings are taken for others
 */
record StoredDirectory(
        DomainId domain,
        String domainName,
        DirectoryDocument document,
        Instant bindPasswordChangedAt,
        long version,
        Instant createdAt,
        Instant changedAt) {

    DirectorySettings settings() {
        return DirectoryDraft.of(document).settings();
    }
}
