package org.letterlock.auth.account;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.letterlock.auth.credential.WantedStorage;
import org.letterlock.contracts.access.AccessPolicyId;
import org.letterlock.contracts.directory.Role;

/**
 * What an administrator sets for an account, apart from names and password (ACC-3).
 *
 * @param storage how the next password is stored
 * @param accessPolicy null for the default one
 * @param mapped whether its password is in the directory of its domain (DIR-2)
 */
record AccountTraits(
        String displayName,
        String description,
        boolean enabled,
        boolean mayLogIn,
        boolean mayChangePassword,
        Role role,
        WantedStorage storage,
        @Nullable Long maxMessageSize,
        @Nullable Long quotaOctets,
        @Nullable Long quotaItems,
        boolean ownDomainOnly,
        boolean foreignSender,
        @Nullable AccessPolicyId accessPolicy,
        boolean mapped) {

    /** The same with another display name. */
    AccountTraits named(String other) {
        return with(other, enabled);
    }

    /** The same, enabled or not. */
    AccountTraits enabled(boolean wanted) {
        return with(displayName, wanted);
    }

    private AccountTraits with(String otherName, boolean otherEnabled) {
        return new AccountTraits(
                otherName,
                description,
                otherEnabled,
                mayLogIn,
                mayChangePassword,
                role,
                storage,
                maxMessageSize,
                quotaOctets,
                quotaItems,
                ownDomainOnly,
                foreignSender,
                accessPolicy,
                mapped);
    }

    /** What of them says who gets in, and as whom; equal where all of it is. */
    String waysIn() {
        return "%s %s %s %s %s %s %s"
                .formatted(
                        enabled,
                        mayLogIn,
                        role,
                        String.valueOf(storage.format()),
                        String.join(",", storage.legacyNames()),
                        String.valueOf(accessPolicy),
                        mapped);
    }

    /** What others may read about the account, where no password belongs (PWD-6). */
    List<String> publicFields() {
        return List.of(displayName, description);
    }

    /** Of those, the ones that are not as they were. */
    List<String> publicFieldsOtherThan(AccountTraits before) {
        List<String> old = before.publicFields();
        return publicFields().stream().filter(field -> !old.contains(field)).toList();
    }
}
