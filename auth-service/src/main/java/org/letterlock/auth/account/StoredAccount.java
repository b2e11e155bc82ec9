package org.letterlock.auth.account;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.letterlock.auth.credential.LegacySecret;
import org.letterlock.auth.credential.PasswordFormat;
import org.letterlock.auth.credential.StorageChoice;
import org.letterlock.auth.password.PasswordExpiry;
import org.letterlock.contracts.access.AccessPolicy;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.contracts.directory.AccountRecord;
import org.letterlock.contracts.directory.DomainId;
import org.letterlock.mailsyntax.address.AddrSpec;

/**
 * An account as it is in the database.
 *
 * @param domain null for the built-in administrator, which has no mailbox
 * @param mustChangePassword whether nothing but setting a new password is allowed yet
 * @param passwordChangedAt null while it has no password
 * @param passwordExpiry null where the password does not expire
 * @param passwordStoredAs how the password is stored (CRED-2, CRED-4); null as above
 */
record StoredAccount(
        AccountId id,
        @Nullable DomainId domain,
        String login,
        List<AddrSpec> extraAddresses,
        AccountTraits traits,
        boolean mustChangePassword,
        @Nullable Instant passwordChangedAt,
        @Nullable PasswordExpiry passwordExpiry,
        @Nullable StorageChoice passwordStoredAs,
        long version,
        Instant createdAt,
        Instant changedAt) {
    StoredAccount {
        extraAddresses = List.copyOf(extraAddresses);
    }

    /** Whether this is the administrator that every installation has. */
    boolean isBuiltIn() {
        return domain == null;
    }

    /** Whether its password has expired. */
    boolean isExpired(Instant now) {
        return passwordExpiry != null && passwordExpiry.isOver(now);
    }

    /** The login name without its domain. */
    String localPart() {
        return localPart(login);
    }

    /** A login name without its domain. */
    static String localPart(String login) {
        int at = login.lastIndexOf('@');
        return at < 0 ? login : login.substring(0, at);
    }

    StoredAccount withAddresses(List<AddrSpec> all) {
        return new StoredAccount(
                id,
                domain,
                login,
                all.stream().skip(1).toList(),
                traits,
                mustChangePassword,
                passwordChangedAt,
                passwordExpiry,
                passwordStoredAs,
                version,
                createdAt,
                changedAt);
    }

    /**
     * The next version, as the draft wants it.
     *
     * @param newlyStored how its new password is stored; null where it keeps the old one
     */
    StoredAccount changed(AccountDraft draft, @Nullable StorageChoice newlyStored, Instant now) {
        return new StoredAccount(
                id,
                domain,
                login,
                draft.extraAddresses(),
                draft.traits(),
                mustChangePassword,
                draft.traits().mapped() ? null : newlyStored == null ? passwordChangedAt : now,
                passwordExpiry,
                newlyStored == null ? kept(draft.traits().storage().legacySecrets()) : newlyStored,
                version + 1,
                createdAt,
                now);
    }

    /** The next version, with other traits. */
    StoredAccount with(AccountTraits other, Instant now) {
        return new StoredAccount(
                id,
                domain,
                login,
                extraAddresses,
                other,
                mustChangePassword,
                passwordChangedAt,
                passwordExpiry,
                passwordStoredAs,
                version + 1,
                createdAt,
                now);
    }

    // What is left of the stored password while it stays (CRED-4).
    private @Nullable StorageChoice kept(Set<LegacySecret> wanted) {
        if (passwordStoredAs == null) {
            return null;
        }
        Set<LegacySecret> left = new HashSet<>(passwordStoredAs.legacySecrets());
        left.retainAll(wanted);
        return new StorageChoice(passwordStoredAs.format(), left);
    }

    /** The form in which it is shown and written; without the password. */
    AccountDocument document() {
        return new AccountDocument(
                login,
                traits.displayName(),
                traits.description(),
                extraAddresses.stream().map(AddrSpec::format).toList(),
                traits.enabled(),
                traits.mayLogIn(),
                traits.mayChangePassword(),
                traits.role().name(),
                storageFormat(),
                traits.storage().legacyNames(),
                traits.maxMessageSize(),
                traits.quotaOctets(),
                traits.quotaItems(),
                traits.ownDomainOnly(),
                traits.foreignSender(),
                Objects.requireNonNullElse(traits.accessPolicy(), AccessPolicy.DEFAULT.id())
                        .value(),
                traits.mapped(),
                null,
                null);
    }

    private @Nullable String storageFormat() {
        PasswordFormat format = traits.storage().format();
        return format == null ? null : format.name();
    }

    /**
     * What the other services learn of it; not for the built-in administrator.
     *
     * @param passwordVersion null while it has no password
     */
    AccountRecord toRecord(@Nullable Long passwordVersion) {
        return new AccountRecord(
                id,
                Objects.requireNonNull(domain),
                AddrSpec.parse(login).require(),
                extraAddresses,
                traits.displayName(),
                traits.enabled(),
                traits.mayLogIn(),
                traits.role(),
                traits.maxMessageSize(),
                traits.ownDomainOnly(),
                traits.foreignSender(),
                traits.accessPolicy(),
                passwordVersion);
    }
}
