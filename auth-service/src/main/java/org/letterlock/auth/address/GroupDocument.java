package org.letterlock.auth.address;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an administrator writes about a group (ACC-6).
 *
 * @param name for people
 * @param addresses its own addresses, at least one
 * @param members addresses of accounts and groups here, or of others
 * @param role granted to its members; null for none
 */
record GroupDocument(
        String name,
        String description,
        List<String> addresses,
        List<String> members,
        @Nullable String role) {
    static final GroupDocument DEFAULTS = new GroupDocument("", "", List.of(), List.of(), null);

    GroupDocument {
        addresses = List.copyOf(addresses);
        members = List.copyOf(members);
    }
}
