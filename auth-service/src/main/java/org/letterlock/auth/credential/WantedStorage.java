package org.letterlock.auth.credential;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an account says about how its password is to be stored when it is set next.
 *
 * @param format null where it takes the format of its domain (CRED-2)
 * @param legacySecrets what is to be stored beside it (CRED-4)
 */
public record WantedStorage(@Nullable PasswordFormat format, Set<LegacySecret> legacySecrets) {
    /** What holds for an account about which nobody has said anything. */
    public static final WantedStorage DEFAULT = new WantedStorage(null, Set.of());

    public WantedStorage {
        legacySecrets = Set.copyOf(legacySecrets);
    }

    /** The wish as it is in the database; names that this release does not know are left out. */
    public static WantedStorage stored(String format, boolean takesDomainFormat, Collection<String> legacySecrets) {
        StorageChoice stored = StorageChoice.stored(format, legacySecrets);
        boolean isUnsaid = takesDomainFormat && stored.format() == PasswordFormat.STRONG;
        return new WantedStorage(isUnsaid ? null : stored.format(), stored.legacySecrets());
    }

    /**
     * What comes of it in a domain. Who asks for legacy secrets asks for the format that can have them, so the format of the
     * domain holds for accounts without.
     */
    public StorageChoice in(PasswordFormat ofDomain) {
        if (format != null) {
            return new StorageChoice(format, legacySecrets);
        }
        return new StorageChoice(legacySecrets.isEmpty() ? ofDomain : PasswordFormat.STRONG, legacySecrets);
    }

    /** The names of the legacy secrets, in an order that does not change. */
    public List<String> legacyNames() {
        return in(PasswordFormat.STRONG).legacyNames();
    }
}
