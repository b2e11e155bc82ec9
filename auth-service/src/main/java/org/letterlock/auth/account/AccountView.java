package org.letterlock.auth.account;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.letterlock.auth.credential.StorageChoice;
import org.letterlock.auth.password.PasswordExpiry;

/**
 * An account as the API shows it.
 *
 * @param passwordFormat how the next password will be stored; null where the domain says it
 * @param passwordFormatEffective how the password is stored now; null while there is none
 * @param legacySecretsEffective what is stored beside it now
 */
record AccountView(
        UUID id,
        String login,
        String displayName,
        String description,
        List<String> extraAddresses,
        boolean enabled,
        boolean mayLogIn,
        boolean mayChangePassword,
        String role,
        @Nullable String passwordFormat,
        @Nullable String passwordFormatEffective,
        List<String> legacySecrets,
        List<String> legacySecretsEffective,
        @Nullable Long maxMessageSize,
        @Nullable Long quotaOctets,
        @Nullable Long quotaItems,
        boolean ownDomainOnly,
        boolean foreignSender,
        @Nullable UUID accessPolicy,
        boolean mapped,
        String state,
        PasswordState password,
        boolean builtIn,
        boolean mustChangePassword,
        Instant createdAt,
        Instant changedAt) {

    /** What may be known of a password (API-12). */
    record PasswordState(
            boolean set,
            @Nullable Instant changedAt,
            @Nullable Instant expiresAt) {}

    static AccountView of(StoredAccount account, AccountState state) {
        AccountDocument document = account.document();
        Optional<StorageChoice> stored = Optional.ofNullable(account.passwordStoredAs());
        return new AccountView(
                account.id().value(),
                document.login(),
                document.displayName(),
                document.description(),
                document.extraAddresses(),
                document.enabled(),
                document.mayLogIn(),
                document.mayChangePassword(),
                document.role(),
                document.passwordFormat(),
                stored.map(choice -> choice.format().name()).orElse(null),
                document.legacySecrets(),
                stored.map(StorageChoice::legacyNames).orElse(List.of()),
                document.maxMessageSize(),
                document.quotaOctets(),
                document.quotaItems(),
                document.ownDomainOnly(),
                document.foreignSender(),
                document.accessPolicy(),
                document.mapped(),
                state.shown(),
                new PasswordState(
                        account.passwordChangedAt() != null,
                        account.passwordChangedAt(),
                        Optional.ofNullable(account.passwordExpiry())
                                .map(PasswordExpiry::at)
                                .orElse(null)),
                account.isBuiltIn(),
                account.mustChangePassword(),
                account.createdAt(),
                account.changedAt());
    }
}
