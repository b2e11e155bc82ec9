package org.letterlock.service.sealing;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.UUID;
import javax.crypto.SecretKey;
import org.letterlock.service.sealing.KeyringException.Reason;

/**
 * The keys of the installation that this service holds, in memory (KEY-11). Immutable; safe for use by any thread. Nothing
 * of it is ever printed.
 */
public final class Keyring {
    private final UUID installation;
    private final Map<ClassKey, NavigableMap<Integer, ClassSecrets>> classKeys;
    private final Map<KeyPairName, NavigableMap<Integer, HpkeKeys>> keyPairs;

    private Keyring(Builder builder) {
        installation = builder.installation;
        classKeys = new EnumMap<>(builder.classKeys);
        keyPairs = new EnumMap<>(builder.keyPairs);
    }

    /** A new keyring with one version of every key, for an installation that lives only in memory: for tests. */
    public static Keyring inMemory() {
        Builder builder = new Builder(UUID.randomUUID());
        for (ClassKey key : ClassKey.values()) {
            builder.add(key, 1, Aead.randomKey());
        }
        for (KeyPairName name : KeyPairName.values()) {
            builder.add(name, 1, HpkeKeys.generate());
        }
        return builder.build();
    }

    /** Identity of the installation; authenticated with everything that is sealed. */
    public UUID installation() {
        return installation;
    }

    int currentVersion(ClassKey key) {
        return declared(key).lastKey();
    }

    int firstVersion(ClassKey key) {
        return declared(key).firstKey();
    }

    ClassSecrets require(ClassKey key, int version) {
        ClassSecrets secrets = declared(key).get(version);
        if (secrets == null) {
            throw new SealedObjectCorruptException(
                    "sealed-object-corrupt: no version " + version + " of key " + key, null);
        }
        return secrets;
    }

    int currentVersion(KeyPairName name) {
        return pairs(name).lastKey();
    }

    HpkeKeys require(KeyPairName name, int version) {
        HpkeKeys keys = pairs(name).get(version);
        if (keys == null) {
            throw new SealedObjectCorruptException(
                    "sealed-object-corrupt: no version " + version + " of key pair " + name, null);
        }
        return keys;
    }

    private NavigableMap<Integer, ClassSecrets> declared(ClassKey key) {
        NavigableMap<Integer, ClassSecrets> versions = classKeys.get(key);
        if (versions == null) {
            throw new KeyringException(Reason.KEY_NOT_DECLARED, "the service does not declare the key " + key, null);
        }
        return versions;
    }

    private NavigableMap<Integer, HpkeKeys> pairs(KeyPairName name) {
        NavigableMap<Integer, HpkeKeys> versions = keyPairs.get(name);
        if (versions == null) {
            throw new KeyringException(Reason.KEYRING_CORRUPT, "the keyring lacks the key pair " + name, null);
        }
        return versions;
    }

    @Override
    public String toString() {
        return "Keyring[" + installation + "]";
    }

    /** One version of a class key, split by purpose. */
    record ClassSecrets(SecretKey sealing, SecretKey lookup) {
        @Override
        public String toString() {
            return "ClassSecrets";
        }
    }

    /** Collects keys as they are unwrapped. */
    static final class Builder {
        private final UUID installation;
        private final Map<ClassKey, NavigableMap<Integer, ClassSecrets>> classKeys = new EnumMap<>(ClassKey.class);
        private final Map<KeyPairName, NavigableMap<Integer, HpkeKeys>> keyPairs = new EnumMap<>(KeyPairName.class);

        Builder(UUID installation) {
            this.installation = installation;
        }

        /** Takes the key over and wipes it. */
        void add(ClassKey key, int version, byte[] secret) {
            var secrets = new ClassSecrets(
                    Aead.derive(secret, "letterlock sealing", "AES"),
                    Aead.derive(secret, "letterlock lookup", "HmacSHA256"));
            Arrays.fill(secret, (byte) 0);
            classKeys.computeIfAbsent(key, _ -> new TreeMap<>()).put(version, secrets);
        }

        void add(KeyPairName name, int version, HpkeKeys keys) {
            keyPairs.computeIfAbsent(name, _ -> new TreeMap<>()).put(version, keys);
        }

        Keyring build() {
            return new Keyring(this);
        }
    }
}
