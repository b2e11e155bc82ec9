package org.letterlock.auth.address;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** An alias as the API shows it. */
record AliasView(
        UUID id, String address, String description, List<String> targets, Instant createdAt, Instant changedAt) {

    static AliasView of(StoredAlias alias, AliasDocument document) {
        return new AliasView(
                alias.id().value(),
                document.address(),
                document.description(),
                document.targets(),
                alias.createdAt(),
                alias.changedAt());
    }
}
