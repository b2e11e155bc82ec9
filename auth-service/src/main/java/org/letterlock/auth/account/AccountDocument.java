package org.letterlock.auth.account;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What an administrator writes about an account (ACC-3).
 *
 * @param login stays as it is once the account exists
 * @param maxMessageSize in octets; null where the server's limit holds
 * @param quotaOctets null for no limit
 * @param quotaItems null for no limit
 * @param password a new one as a string; null, and the masked value that is shown, change nothing (API-12)
 */
record AccountDocument(
        String login,
        String displayName,
        String description,
        List<String> extraAddresses,
        boolean enabled,
        boolean mayLogIn,
        boolean mayChangePassword,
        String role,
        String passwordFormat,
        @Nullable Long maxMessageSize,
        @Nullable Long quotaOctets,
        @Nullable Long quotaItems,
        boolean ownDomainOnly,
        boolean foreignSender,
        @Nullable JsonNode password) {
    static final AccountDocument DEFAULTS = new AccountDocument(
            "", "", "", List.of(), true, true, true, "USER", "STRONG", null, null, null, false, false, null);

    AccountDocument {
        extraAddresses = List.copyOf(extraAddresses);
    }

    @Override
    public String toString() {
        return "AccountDocument[" + login + "]";
    }
}
