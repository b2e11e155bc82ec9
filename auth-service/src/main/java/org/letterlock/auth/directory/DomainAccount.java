package org.letterlock.auth.directory;

import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.Octets;
import org.letterlock.contracts.directory.AccountId;

/**
 * An account of a domain that has a directory, as far as a sync is concerned.
 *
 * @param mapped whether it belongs to an entry of the directory
 * @param key of that entry; null until a sync has seen it
 * @param vanished whether a sync has disabled it
 */
public record DomainAccount(
        AccountId id,
        String localPart,
        String displayName,
        boolean mapped,
        @Nullable Octets key,
        boolean enabled,
        boolean vanished) {}
