package org.letterlock.auth.account;

import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.directory.Role;

/** What an administrator sets for an account, apart from names and password (ACC-3). */
record AccountTraits(
        String displayName,
        String description,
        boolean enabled,
        boolean mayLogIn,
        boolean mayChangePassword,
        Role role,
        @Nullable Long maxMessageSize,
        @Nullable Long quotaOctets,
        @Nullable Long quotaItems,
        boolean ownDomainOnly,
        boolean foreignSender) {}
