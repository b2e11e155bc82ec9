package org.letterlock.auth.address;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A group as the API shows it. */
record GroupView(
        UUID id,
        String name,
        String description,
        List<String> addresses,
        List<String> members,
        @Nullable String role,
        Instant createdAt,
        Instant changedAt) {

    static GroupView of(StoredGroup group, GroupDocument document) {
        return new GroupView(
                group.id().value(),
                document.name(),
                document.description(),
                document.addresses(),
                document.members(),
                document.role(),
                group.createdAt(),
                group.changedAt());
    }
}
