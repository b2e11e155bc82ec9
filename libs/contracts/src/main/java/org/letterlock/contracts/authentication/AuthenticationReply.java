package org.letterlock.contracts.authentication;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.Octets;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.contracts.directory.Role;

/** Answer to one step of a login. */
public sealed interface AuthenticationReply {
    /**
     * The exchange goes on.
     *
     * @param challenge for the client
     * @param continuation to be sent back with its answer
     */
    record Challenge(Octets challenge, Octets continuation) implements AuthenticationReply {}

    /**
     * The client is who it says.
     *
     * @param login the account's address
     * @param credential the app password that was used; null for the account's own password
     * @param additionalData the mechanism's last word to the client, such as SCRAM's server signature
     * @param passwordVersion which of the account's passwords it was, as in its record; null for an app password
     */
    record Granted(
            AccountId account,
            String login,
            @Nullable UUID credential,
            @Nullable Octets additionalData,
            @Nullable Long passwordVersion)
            implements AuthenticationReply {
        /** Granted, without a word on which password it was. */
        public Granted(AccountId account, String login, @Nullable UUID credential, @Nullable Octets additionalData) {
            this(account, login, credential, additionalData, null);
        }
    }

    /** The client is not let in. */
    record Refused(Reason reason) implements AuthenticationReply {}

    /**
     * The API token, or that of a session, is valid.
     *
     * @param mustChangePassword whether nothing but setting a new password is allowed yet
     * @param resources the only ones that it is good for, by their first name under {@code /api/v1}; null for all
     * @param mustEnrol whether nothing but enrolling a second factor is allowed yet (MFA-2)
     * @param steppedUp whether the second factor was shown a short while ago, or the token stands for that (ADM-5)
     */
    record TokenAccepted(
            AccountId account,
            String login,
            Role role,
            UUID token,
            Instant expiresAt,
            boolean mustChangePassword,
            @Nullable Set<String> resources,
            boolean mustEnrol,
            boolean steppedUp)
            implements AuthenticationReply {
        public TokenAccepted {
            resources = resources == null ? null : Set.copyOf(resources);
        }

        /** A token of somebody who is not held to a second factor, and has shown none. */
        public TokenAccepted(
                AccountId account,
                String login,
                Role role,
                UUID token,
                Instant expiresAt,
                boolean mustChangePassword,
                @Nullable Set<String> resources) {
            this(account, login, role, token, expiresAt, mustChangePassword, resources, false, false);
        }

        /** A token that is good for all resources. */
        public TokenAccepted(
                AccountId account, String login, Role role, UUID token, Instant expiresAt, boolean mustChangePassword) {
            this(account, login, role, token, expiresAt, mustChangePassword, null);
        }
    }

    /** Rows of the refusal table. */
    enum Reason {
        /** {@code R:cred} */
        CREDENTIALS,
        /** {@code R:mech} */
        MECHANISM,
        /** The exchange does not follow the mechanism's syntax. */
        MALFORMED,
        /** The client asked to act as somebody else (AUTH-5). */
        AUTHORIZATION_IDENTITY,
        /** {@code R:disabled}; only after correct credentials. */
        DISABLED,
        /** {@code R:lock} */
        LOCKED,
        /** {@code R:expired} */
        EXPIRED,
        /** {@code R:weak} */
        SECOND_FACTOR,
        /** {@code R:policy} */
        ACCESS_POLICY,
        /** {@code R:temp} */
        TEMPORARY
    }
}
