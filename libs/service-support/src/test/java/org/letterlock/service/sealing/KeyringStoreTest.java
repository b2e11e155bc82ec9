package org.letterlock.service.sealing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.letterlock.service.database.TestSchemas;
import org.letterlock.service.sealing.KeyringException.Reason;
import org.springframework.jdbc.core.simple.JdbcClient;

@Tag("KEY-2")
class KeyringStoreTest {
    private static final Set<ClassKey> ALL_KEYS = EnumSet.allOf(ClassKey.class);
    private static final byte[] PLAIN = "x".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    Path directory;

    private TestSchemas schemas;
    private Path file;

    @BeforeEach
    void migrate() {
        schemas = TestSchemas.fresh("keyring");
        file = directory.resolve("secrets/instance.key");
    }

    @Test
    void theFirstStartMakesKeyringAndKeyFile() throws Exception {
        store(file).open(ALL_KEYS, Set.of());

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("r--------");
        assertThat(Files.list(file.getParent())).containsExactly(file);
    }

    @Test
    void everyLaterStartOpensTheSameKeys() {
        Keyring first = store(file).open(ALL_KEYS, EnumSet.allOf(KeyPairName.class));
        byte[] sealed = new Sealer(first).seal(ClassKey.SECRETS, PLAIN);
        var envelope = new SecretEnvelopes(first).seal(PLAIN);

        Keyring second = store(file).open(ALL_KEYS, EnumSet.of(KeyPairName.AUTH));

        assertThat(second.installation()).isEqualTo(first.installation());
        assertThat(new Sealer(second).open(ClassKey.SECRETS, sealed)).isEqualTo(PLAIN);
        assertThat(new SecretEnvelopes(second).open(envelope)).isEqualTo(PLAIN);
    }

    @Test
    void aKeyThatAnOlderReleaseDidNotKnowIsMade() {
        Keyring old = store(file).open(ALL_KEYS, Set.of());
        byte[] sealed = new Sealer(old).seal(ClassKey.SECRETS, PLAIN);
        schemas.jdbc().sql("DELETE FROM keyring.class_keys WHERE name = 'TLS'").update();

        Keyring upgraded = store(file).open(ALL_KEYS, Set.of());

        byte[] fresh = new Sealer(upgraded).seal(ClassKey.TLS, PLAIN);
        assertThat(new Sealer(store(file).open(ALL_KEYS, Set.of())).open(ClassKey.TLS, fresh))
                .isEqualTo(PLAIN);
        assertThat(new Sealer(upgraded).open(ClassKey.SECRETS, sealed)).isEqualTo(PLAIN);
    }

    @Test
    void servicesThatStartAtTheSameTimeMakeOneKeyring() throws Exception {
        Callable<Keyring> start = () -> store(file).open(ALL_KEYS, Set.of());
        try (var executor = Executors.newFixedThreadPool(4)) {
            var keyrings = executor.invokeAll(Collections.nCopies(4, start));
            Set<UUID> installations = new HashSet<>();
            for (var keyring : keyrings) {
                installations.add(keyring.get().installation());
            }
            assertThat(installations).hasSize(1);
        }
    }

    @Test
    void aKeyFileThatWasMadeBeforeIsUsed() throws Exception {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "A".repeat(43) + "=\n");

        store(file).open(ALL_KEYS, Set.of());

        assertThat(Files.readString(file)).isEqualTo("A".repeat(43) + "=\n");
    }

    @Test
    void theKeyFileOfAnotherInstallationIsOneClearError() {
        store(file).open(ALL_KEYS, Set.of());
        Path other = directory.resolve("other.key");
        new InstanceKeyFile(other).create();

        assertFails(other, Reason.INSTANCE_KEY_MISMATCH, other.toString());
    }

    @Test
    void aLostKeyFileIsNotReplaced() {
        store(file).open(ALL_KEYS, Set.of());
        Path lost = directory.resolve("lost.key");

        assertFails(lost, Reason.INSTANCE_KEY_MISSING, lost.toString());
        assertThat(lost).doesNotExist();
    }

    @Test
    void aFileWithoutAKeyIsNotUsed() throws Exception {
        Path wrong = Files.writeString(directory.resolve("wrong.key"), "password1\n");

        assertFails(wrong, Reason.INSTANCE_KEY_UNUSABLE, wrong.toString());
    }

    @Test
    @Tag("KEY-11")
    void aServiceHoldsOnlyWhatItDeclares() {
        Keyring keyring = store(file).open(EnumSet.of(ClassKey.KAFKA), Set.of());
        var sealed = new SecretEnvelopes(keyring).seal(PLAIN);

        assertThatThrownBy(() -> new Sealer(keyring).seal(ClassKey.MAIL, PLAIN)).isInstanceOf(KeyringException.class);
        assertThatThrownBy(() -> new SecretEnvelopes(keyring).open(sealed)).isInstanceOf(KeyringException.class);
    }

    @Test
    void aForeignPublicKeyInTheTableIsNotUsed() {
        store(file).open(ALL_KEYS, Set.of());
        jdbc().sql("UPDATE keyring.key_pairs SET wrapped_public_key = :key WHERE name = 'MAILSTORE'")
                .param("key", HpkeKeys.generate().publicKey())
                .update();

        assertFails(file, Reason.KEYRING_CORRUPT, "keyring");
    }

    private void assertFails(Path keyFile, Reason reason, String named) {
        assertThatThrownBy(() -> store(keyFile).open(ALL_KEYS, Set.of()))
                .isInstanceOfSatisfying(
                        KeyringException.class, e -> assertThat(e.reason()).isEqualTo(reason))
                .hasMessageContaining(named);
    }

    private JdbcClient jdbc() {
        return schemas.jdbc();
    }

    private KeyringStore store(Path keyFile) {
        return new KeyringStore(schemas.jdbc(), schemas.transactions(), keyFile);
    }
}
