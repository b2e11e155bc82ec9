package org.letterlock.auth.address;

import java.util.List;

/**
 * What an administrator writes about an alias (ACC-7).
 *
 * @param address {@code *} and {@code ?} in its local-part are wildcards, {@code *} alone is the catch-all
 * @param targets addresses of accounts, groups and aliases here, or of others; at least one
 */
record AliasDocument(String address, String description, List<String> targets) {
    static final AliasDocument DEFAULTS = new AliasDocument("", "", List.of());

    AliasDocument {
        targets = List.copyOf(targets);
    }
}
