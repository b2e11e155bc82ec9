package org.letterlock.auth.account;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.access.AccessPolicy;
import tools.jackson.databind.JsonNode;

/**
 * What an administrator writes about an account (ACC-3).
 *
 * @param login a bare local-part means the primary domain (ACC-2); stays as it is once the account exists
 * @param passwordFormat STRONG or SHA, null for that of its domain; takes effect when the password is set next (CRED-2)
 * @param legacySecrets cram-md5, digest-md5, ntlm: made when the password is set next, deleted at once when left out (CRED-4)
 * @param maxMessageSize octets of a message that the account sends (LIMIT-7); null where the server's limit holds
 * @param quotaOctets null for no limit
 * @param quotaItems null for no limit
 * @param accessPolicy id of the policy that says which services it may use (ACP-1); null for the default one
 * @param mapped whether it logs in at the directory of its domain, and has no password here (DIR-2)
 * @param confirm {@code delete-password} where an account that has a password is to be mapped; never shown
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
        @Nullable String passwordFormat,
        List<String> legacySecrets,
        @Nullable Long maxMessageSize,
        @Nullable Long quotaOctets,
        @Nullable Long quotaItems,
        boolean ownDomainOnly,
        boolean foreignSender,
        @Nullable UUID accessPolicy,
        boolean mapped,
        @Nullable String confirm,
        @Nullable JsonNode password) {
    static final AccountDocument DEFAULTS = new AccountDocument(
            "",
            "",
            "",
            List.of(),
            true,
            true,
            true,
            "USER",
            null,
            List.of(),
            null,
            null,
            null,
            false,
            false,
            AccessPolicy.DEFAULT.id().value(),
            false,
            null,
            null);

    /** What accepts that mapping an account deletes its password. */
    static final String CONFIRM_DELETION = "delete-password";

    AccountDocument {
        extraAddresses = List.copyOf(extraAddresses);
        legacySecrets = List.copyOf(legacySecrets);
    }

    @Override
    public String toString() {
        return "AccountDocument[" + login + "]";
    }
}
