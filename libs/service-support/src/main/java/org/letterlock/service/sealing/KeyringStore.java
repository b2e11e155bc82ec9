package org.letterlock.service.sealing;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;
import org.letterlock.service.sealing.KeyringException.Reason;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/**
 * The keyring in the schema {@code keyring}, opened with the instance key file. The service that comes first to an empty
 * schema makes the keyring, and the key file if there is none.
 */
public final class KeyringStore {
    private static final long LOCK = 0x4C65_7474_6572_6C6CL;
    private static final int FIRST = 1;

    private final JdbcClient jdbc;
    private final TransactionOperations transactions;
    private final InstanceKeyFile file;

    public KeyringStore(JdbcClient jdbc, TransactionOperations transactions, Path instanceKeyFile) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        file = new InstanceKeyFile(instanceKeyFile);
    }

    /**
     * Opens the keyring; unwraps no more than is asked for (KEY-11).
     *
     * @throws KeyringException when the key file is not the one of this keyring
     */
    public Keyring open(Set<ClassKey> keys, Set<KeyPairName> owns) {
        Keyring keyring = transactions.execute(_ -> {
            jdbc.sql("SELECT pg_advisory_xact_lock(:lock)")
                    .param("lock", LOCK)
                    .query()
                    .singleRow();
            Optional<UUID> installation = jdbc.sql("SELECT id FROM keyring.installation")
                    .query(UUID.class)
                    .optional();
            return installation.isPresent() ? load(installation.get(), keys, owns) : make(keys, owns);
        });
        if (keyring == null) {
            throw new IllegalStateException("no transaction");
        }
        return keyring;
    }

    private Keyring make(Set<ClassKey> keys, Set<KeyPairName> owns) {
        byte[] instanceKey = file.read().orElseGet(file::create);
        UUID installation = UUID.randomUUID();
        UUID slot = UUID.randomUUID();
        byte[] root = Aead.randomKey();
        jdbc.sql("INSERT INTO keyring.installation (id) VALUES (:id)")
                .param("id", installation)
                .update();
        jdbc.sql("""
                INSERT INTO keyring.key_slots (id, kind, root_version, wrapped_root)
                VALUES (:id, 'instance', :version, :wrapped)
                """)
                .param("id", slot)
                .param("version", FIRST)
                .param("wrapped", wrap(Aead.aesKey(instanceKey), root, slotNames(installation, slot, FIRST)))
                .update();
        SecretKey rootKey = Aead.aesKey(root);
        for (ClassKey key : ClassKey.values()) {
            insert(installation, rootKey, key);
        }
        for (KeyPairName name : KeyPairName.values()) {
            insert(installation, rootKey, name);
        }
        wipe(root);
        wipe(instanceKey);
        return load(installation, keys, owns);
    }

    private void insert(UUID installation, SecretKey root, ClassKey key) {
        byte[] secret = Aead.randomKey();
        jdbc.sql("""
                INSERT INTO keyring.class_keys (name, version, root_version, wrapped_key)
                VALUES (:name, :version, :root, :wrapped)
                """)
                .param("name", key.name())
                .param("version", FIRST)
                .param("root", FIRST)
                .param("wrapped", wrap(root, secret, keyNames(installation, "class", key.name(), FIRST)))
                .update();
        wipe(secret);
    }

    private void insert(UUID installation, SecretKey root, KeyPairName name) {
        HpkeKeys pair = HpkeKeys.generate();
        jdbc.sql("""
                INSERT INTO keyring.key_pairs (name, version, root_version, wrapped_public_key, wrapped_private_key)
                VALUES (:name, :version, :root, :public, :private)
                """)
                .param("name", name.name())
                .param("version", FIRST)
                .param("root", FIRST)
                .param("public", wrap(root, pair.publicKey(), keyNames(installation, "public", name.name(), FIRST)))
                .param("private", wrap(root, pair.privateKey(), keyNames(installation, "private", name.name(), FIRST)))
                .update();
    }

    private Keyring load(UUID installation, Set<ClassKey> keys, Set<KeyPairName> owns) {
        byte[] rootOctets = openRoot(installation);
        SecretKey root = Aead.aesKey(rootOctets);
        wipe(rootOctets);
        addMissing(installation, root);
        Keyring.Builder keyring = new Keyring.Builder(installation);
        jdbc.sql("SELECT name, version, wrapped_key FROM keyring.class_keys").query(rows -> {
            ClassKey key = ClassKey.valueOf(rows.getString("name"));
            int version = rows.getInt("version");
            if (keys.contains(key)) {
                byte[] names = keyNames(installation, "class", key.name(), version);
                keyring.add(key, version, unwrap(root, rows.getBytes("wrapped_key"), names));
            }
        });
        jdbc.sql("SELECT name, version, wrapped_public_key, wrapped_private_key FROM keyring.key_pairs")
                .query(rows -> {
                    KeyPairName name = KeyPairName.valueOf(rows.getString("name"));
                    int version = rows.getInt("version");
                    byte[] publicKey = unwrap(
                            root,
                            rows.getBytes("wrapped_public_key"),
                            keyNames(installation, "public", name.name(), version));
                    keyring.add(
                            name,
                            version,
                            owns.contains(name)
                                    ? HpkeKeys.of(
                                            publicKey,
                                            unwrap(
                                                    root,
                                                    rows.getBytes("wrapped_private_key"),
                                                    keyNames(installation, "private", name.name(), version)))
                                    : HpkeKeys.publicOnly(publicKey));
                });
        return keyring.build();
    }

    /** A keyring that an older release has made lacks the keys that have come since. */
    private void addMissing(UUID installation, SecretKey root) {
        Set<String> present = new HashSet<>();
        jdbc.sql("SELECT name FROM keyring.class_keys").query(rows -> {
            present.add(rows.getString("name"));
        });
        for (ClassKey key : ClassKey.values()) {
            if (!present.contains(key.name())) {
                insert(installation, root, key);
            }
        }
    }

    private byte[] openRoot(UUID installation) {
        byte[] instanceKey = file.read()
                .orElseThrow(() -> new KeyringException(
                        Reason.INSTANCE_KEY_MISSING,
                        "the instance key file " + file.path()
                                + " is missing: put back the one made at install, nothing"
                                + " else opens the keyring of installation " + installation,
                        null));
        try {
            return jdbc.sql("SELECT id, root_version, wrapped_root FROM keyring.key_slots WHERE kind = 'instance'")
                    .query((rows, _) -> Aead.open(
                            Aead.aesKey(instanceKey),
                            0,
                            rows.getBytes("wrapped_root"),
                            slotNames(installation, rows.getObject("id", UUID.class), rows.getInt("root_version"))))
                    .optional()
                    .orElseThrow(() -> mismatch(installation, null));
        } catch (SealedObjectCorruptException e) {
            throw mismatch(installation, e);
        } finally {
            wipe(instanceKey);
        }
    }

    private KeyringException mismatch(UUID installation, @Nullable Exception cause) {
        return new KeyringException(
                Reason.INSTANCE_KEY_MISMATCH,
                "the instance key file " + file.path() + " does not open the keyring of installation " + installation
                        + ": it belongs to another one",
                cause);
    }

    private static byte[] wrap(SecretKey under, byte[] key, byte[] names) {
        return Aead.seal(under, new byte[0], key, names);
    }

    private static byte[] unwrap(SecretKey under, byte[] wrapped, byte[] names) {
        try {
            return Aead.open(under, 0, wrapped, names);
        } catch (SealedObjectCorruptException e) {
            throw new KeyringException(
                    Reason.KEYRING_CORRUPT, "a key of the keyring does not open under its root key", e);
        }
    }

    private static byte[] slotNames(UUID installation, UUID slot, int rootVersion) {
        return Aead.associated(installation, "slot", slot.toString(), Integer.toString(rootVersion));
    }

    private static byte[] keyNames(UUID installation, String kind, String name, int version) {
        return Aead.associated(installation, kind, name, Integer.toString(version));
    }

    private static void wipe(byte[] secret) {
        Arrays.fill(secret, (byte) 0);
    }
}
