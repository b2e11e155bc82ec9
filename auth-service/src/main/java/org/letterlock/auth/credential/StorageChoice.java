package org.letterlock.auth.credential;

import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.letterlock.sasl.StoredCredential;

/** How the password of an account is to be stored, or is stored, when it was set last. */
public record StorageChoice(PasswordFormat format, Set<LegacySecret> legacySecrets) {
    /** What holds for an account about which nobody has said anything. */
    public static final StorageChoice DEFAULT = new StorageChoice(PasswordFormat.STRONG, Set.of());

    public StorageChoice {
        legacySecrets = Set.copyOf(legacySecrets);
    }

    /** The choice as it is in the database; names that this release does not know are left out. */
    public static StorageChoice stored(String format, Collection<String> legacySecrets) {
        Set<LegacySecret> known = EnumSet.noneOf(LegacySecret.class);
        legacySecrets.forEach(name -> LegacySecret.find(name).ifPresent(known::add));
        return new StorageChoice(PasswordFormat.valueOf(format), known);
    }

    /** The names of the legacy secrets, in an order that does not change. */
    public List<String> legacyNames() {
        return legacySecrets.stream().sorted().map(LegacySecret::apiName).toList();
    }

    /** What a password that is stored so can be checked with (POL-9). */
    public Set<StoredCredential> credentials() {
        Set<StoredCredential> credentials = EnumSet.of(StoredCredential.PASSWORD);
        if (format == PasswordFormat.STRONG) {
            credentials.add(StoredCredential.SCRAM_SHA_256_KEYS);
        }
        legacySecrets.forEach(secret -> credentials.add(secret.credential()));
        return credentials;
    }
}
